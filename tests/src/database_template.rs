//! The database that every test starts with: two sites with their keys. It is created once per
//! process over HTTP, and copied for each test.

use std::path::Path;
use std::sync::OnceLock;

use crate::site::Secrets;
use crate::weft::{Setup, Weft};

/// Two sites and their database files.
pub(crate) struct DatabaseTemplate {
    files: Vec<(std::ffi::OsString, Vec<u8>)>,
    /// The main site of the tests, and another site.
    pub(crate) sites: [Secrets; 2],
}

impl DatabaseTemplate {
    /// Returns the template. The first call creates it, and compiles the components if needed.
    pub(crate) fn get() -> &'static Self {
        static TEMPLATE: OnceLock<DatabaseTemplate> = OnceLock::new();
        TEMPLATE.get_or_init(Self::make)
    }

    fn make() -> Self {
        let mut setup = Setup::default();
        setup.variable("onboarding", "open");
        let weft = Weft::launch(setup.seed(0));
        let sites = ["first", "other"].map(|name| Secrets::onboard(&weft, name));
        let folder = weft.stop();
        let entries = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
        Self {
            files: files.map(|file| (file.file_name(), std::fs::read(file.path()).unwrap())).collect(),
            sites,
        }
    }

    /// Copies the database into a folder.
    pub(crate) fn copy_to(&self, folder: &Path) {
        for (name, bytes) in &self.files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
