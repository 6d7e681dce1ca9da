//! How many items a list may have: `minItems`, `maxItems`.

use super::failure::Failure;
use super::settings::Settings;
use super::value;
use serde_json::value::RawValue;

/// The bounds of a list.
#[derive(Debug)]
pub(super) struct Items {
    min: Option<usize>,
    max: Option<usize>,
}

impl Items {
    /// From `minItems` and `maxItems`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let items = Self { min: settings.count("minItems"), max: settings.count("maxItems") };
        settings.ordered(("minItems", items.min.as_ref()), ("maxItems", items.max.as_ref()));
        items
    }

    /// The items, if the value is a list of an allowed length.
    pub(super) fn accept<'a>(&self, raw: &'a str) -> Result<Vec<&'a RawValue>, Failure> {
        let items = value::items(raw).ok_or_else(|| Failure::kind("must be a list"))?;
        match (self.min, self.max) {
            (Some(min), _) if items.len() < min => {
                Err(Failure::new("minItems", format!("must have at least {min} {}", noun(min))))
            }
            (_, Some(max)) if items.len() > max => {
                Err(Failure::new("maxItems", format!("must have at most {max} {}", noun(max))))
            }
            _ => Ok(items),
        }
    }

    /// Also checks each item.
    pub(super) fn check_each(
        &self,
        raw: &str,
        mut check: impl FnMut(&str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for (i, item) in self.accept(raw)?.into_iter().enumerate() {
            check(item.get()).map_err(|failure| failure.in_item(i))?;
        }
        Ok(())
    }
}

const fn noun(count: usize) -> &'static str {
    if count == 1 { "item" } else { "items" }
}
