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
    Create,
}

/// With what an operation of Weft's is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    Ceiling,
    Hello,
}

impl Operation {
    /// All; those that write come last, so that all reads are of the same data.
    pub(super) const ALL: [Self; 9] = [
        Self::Id,
        Self::Slug,
        Self::Unchanged,
        Self::Category,
        Self::Anew,
        Self::Price,
        Self::Newest,
        Self::Deep,
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
            Self::Create => "create",
        }
    }

    /// Whether the ceiling answers it.
    pub(super) const fn has_ceiling(self) -> bool {
        !matches!(self, Self::Deep)
    }

    /// The most that Weft may cost, as a multiple of what.
    pub(super) const fn target(self) -> Option<(Against, f64)> {
        match self {
            Self::Id | Self::Slug => Some((Against::Ceiling, 1.25)),
            Self::Category | Self::Anew | Self::Price | Self::Newest => Some((Against::Ceiling, 1.3)),
            Self::Create => Some((Against::Ceiling, 1.5)),
            Self::Unchanged => Some((Against::Hello, 1.5)),
            Self::Deep => None,
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
