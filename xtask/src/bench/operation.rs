//! What is asked of the servers, and how much it may cost.

/// The content type of all documents.
pub(super) const COLLECTION: &str = "bench_article";
/// How many documents a category has, and how many have a price in the range that is asked for,
/// whatever the size of the data.
pub(super) const PER_CATEGORY: u64 = 500;

/// A kind of request. `bench/load.lua` makes the requests, by [`Operation::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Id,
    Slug,
    Unchanged,
    Category,
    Anew,
    Price,
    Newest,
    Deep,
    SnowId,
    SnowList,
    Create,
}

impl Operation {
    /// All; those that write come last, so that all reads are of the same data.
    pub(super) const ALL: [Self; 11] = [
        Self::Id,
        Self::Slug,
        Self::Unchanged,
        Self::Category,
        Self::Anew,
        Self::Price,
        Self::Newest,
        Self::Deep,
        Self::SnowId,
        Self::SnowList,
        Self::Create,
    ];

    /// All that read.
    pub(super) const READS: &'static [Self] = match &Self::ALL {
        [reads @ .., Self::Create] => reads,
        _ => panic!("what writes comes last"),
    };

    /// Its name in `load.lua`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Slug => "slug",
            Self::Unchanged => "unchanged",
            Self::Category => "category",
            Self::Anew => "anew",
            Self::Price => "price",
            Self::Newest => "newest",
            Self::Deep => "deep",
            Self::SnowId => "snow_id",
            Self::SnowList => "snow_list",
            Self::Create => "create",
        }
    }

    /// Its name in tables.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Id => "GET by id",
            Self::Slug => "GET by slug",
            Self::Unchanged => "GET by id, 304",
            Self::Category => "list: filter, sort, total",
            Self::Anew => "list: filter, sort, total, never asked before",
            Self::Price => "list: range, sort by field, total",
            Self::Newest => "list: all of a type",
            Self::Deep => "list: cursor at half depth",
            Self::SnowId => "SnowCMS: GET by id",
            Self::SnowList => "SnowCMS: list, first page",
            Self::Create => "create (group commit)",
        }
    }

    /// Whether the ceiling answers it.
    pub(super) const fn has_ceiling(self) -> bool {
        !matches!(self, Self::Deep | Self::SnowId | Self::SnowList)
    }

    /// The most that Weft may cost, as a multiple of the ceiling.
    pub(super) const fn ceiling_max(self) -> Option<f64> {
        match self {
            Self::Id | Self::Slug | Self::Unchanged => Some(1.25),
            Self::Category | Self::Anew | Self::Price | Self::Newest => Some(1.4),
            Self::Create => Some(2.5),
            Self::Deep | Self::SnowId | Self::SnowList => None,
        }
    }

    /// The most that an answer may take at the 99th percentile, in milliseconds.
    pub(super) const fn p99_max(self) -> f64 {
        match self {
            Self::Create => 15.0,
            _ => 10.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_load_script_knows_every_operation() {
        let script = include_str!("../../../bench/load.lua");
        for operation in Operation::ALL {
            assert!(script.contains(&format!("  {} = ", operation.name())), "{}", operation.name());
        }
        assert!(script.contains(&format!("\"{COLLECTION}\"")));
    }
}
