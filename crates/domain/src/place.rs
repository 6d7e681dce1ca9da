//! Where an entry stands: on a page of its site, under an instance key that no other entry of the
//! page has (docs/decisions/015).
//!
//! InlineCMS's components have a place; entries of other dialects stand on no page. A page is the
//! path of a URL, or any other name that a site gives a page. It is compared byte by byte; only
//! `AllowedPaths` looks past case and slashes at the end.

use crate::{Result, Violation};

/// The longest page, in bytes.
pub const PAGE_MAX: usize = 2048;

/// The longest instance key, in bytes.
pub const INSTANCE_MAX: usize = 255;

/// The longest id of a component, in bytes.
pub const COMPONENT_MAX: usize = 200;

/// A page, an instance key on it, and of which component that is an instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    page: String,
    instance: String,
    component: Option<String>,
}

impl Place {
    /// This page and this instance key.
    ///
    /// # Errors
    /// `Invalid` with the paths `page` and `instance`: empty, longer than [`PAGE_MAX`] or
    /// [`INSTANCE_MAX`], with a control character, or a page with a segment `.` or `..`.
    pub fn new(page: impl Into<String>, instance: impl Into<String>) -> Result<Self> {
        let (page, instance) = (page.into(), instance.into());
        let violations: Vec<Violation> =
            page_violation(&page).into_iter().chain(instance_violation(&instance)).collect();
        if violations.is_empty() {
            Ok(Self { page, instance, component: None })
        } else {
            Err(crate::Error::Invalid(violations))
        }
    }

    /// The same, for an instance of this component.
    ///
    /// # Errors
    /// `Invalid` with the path `component`, as for an instance key.
    pub fn of_component(self, component: impl Into<String>) -> Result<Self> {
        let component = component.into();
        match text_violation("component", &component, COMPONENT_MAX) {
            None => Ok(Self { component: Some(component), ..self }),
            Some(violation) => Err(crate::Error::Invalid(vec![violation])),
        }
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.page
    }

    /// The instance key.
    #[must_use]
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// The id of the component that stands there, if it is one's instance.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        self.component.as_deref()
    }
}

/// What is wrong with a page, if anything; with the path `page`.
#[must_use]
pub fn page_violation(page: &str) -> Option<Violation> {
    if let Some(violation) = text_violation("page", page, PAGE_MAX) {
        return Some(violation);
    }
    let climbs = page.split('/').any(|segment| segment == "." || segment == "..");
    climbs.then(|| Violation::new("page", "format", "must have no segment `.` or `..`"))
}

/// What is wrong with an instance key, if anything; with the path `instance`.
#[must_use]
pub fn instance_violation(instance: &str) -> Option<Violation> {
    text_violation("instance", instance, INSTANCE_MAX)
}

fn text_violation(path: &str, text: &str, max: usize) -> Option<Violation> {
    if text.is_empty() {
        Some(Violation::new(path, "required", "must not be empty"))
    } else if text.len() > max {
        Some(Violation::new(path, "max", format!("must have at most {max} bytes")))
    } else if text.chars().any(char::is_control) {
        Some(Violation::new(path, "format", "must have no control characters"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn wrong(page: &str, instance: &str) -> Vec<String> {
        match Place::new(page, instance) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(found)) => found.iter().map(|v| format!("{} {}", v.path, v.code)).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_page_is_any_name_and_an_instance_any_key() {
        for page in ["/", "/about/", "home", "/b\u{e4}r/\u{1f600}", "%2F", "/a..b", "__proto__", "/\"q\"\\"] {
            assert!(wrong(page, page).is_empty(), "{page}");
            let place = Place::new(page, "key").unwrap();
            assert_eq!((place.page(), place.instance()), (page, "key"));
        }
        assert!(wrong(&"p".repeat(PAGE_MAX), &"i".repeat(INSTANCE_MAX)).is_empty());
    }

    #[test]
    fn whatever_is_wrong_with_either_is_told() {
        assert_eq!(wrong("", ""), ["page required", "instance required"]);
        assert_eq!(
            wrong(&"p".repeat(PAGE_MAX + 1), &"i".repeat(INSTANCE_MAX + 1)),
            ["page max", "instance max"]
        );
        for component in ["", "a\0", &"c".repeat(COMPONENT_MAX + 1)] {
            assert!(Place::new("/", "key").unwrap().of_component(component).is_err());
        }
        assert_eq!(wrong("/a\0", "b\n"), ["page format", "instance format"]);
        for page in ["..", "/../etc", "/a/./b", "/a/.."] {
            assert_eq!(wrong(page, "key"), ["page format"], "{page}");
        }
    }
}
