//! The database that every test starts with: two sites with their keys. Made once per process,
//! through the front door, and copied.

use std::path::Path;
use std::sync::OnceLock;

use crate::site::Secrets;
use crate::weft::{Setup, Weft};

/// Two sites, and the files that hold them.
pub(crate) struct DatabaseTemplate {
    files: Vec<(std::ffi::OsString, Vec<u8>)>,
    /// The site that tests are about, and another one.
    pub(crate) sites: [Secrets; 2],
}

impl DatabaseTemplate {
    /// The sites. The first call makes them; it is also the one that compiles the components, if
    /// they were not.
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

    /// Puts the database into a folder.
    pub(crate) fn copy_to(&self, folder: &Path) {
        for (name, bytes) in &self.files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
