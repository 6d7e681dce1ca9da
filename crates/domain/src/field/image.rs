//! `image`: a reference to a stored picture. It has the rules and forms of `file`, where the tests
//! are, too.

use super::ReferencePath;
use super::failure::Failure;
use super::file::File;
use super::rule::Rule;
use super::settings::Settings;
use super::value::EmptyForm;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Image(File);

impl Image {
    /// From the settings of a file.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(File::read(settings))
    }
}

impl Rule for Image {
    fn empty_form(&self) -> EmptyForm {
        self.0.empty_form()
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        self.0.check(raw)
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        self.0.normalise(raw)
    }

    fn reference_paths(&self, at: &ReferencePath, found: &mut Vec<ReferencePath>) {
        self.0.reference_paths(at, found);
    }
}
