//! The choice of the index that a list scans.
//!
//! 1. A condition on an indexed field, if the order is by that field, or if the condition is an
//!    equality and the order is that of creation: the field's index has both.
//! 2. An order by an indexed field: its index has the order.
//! 3. A slug or an id: one lookup.
//! 4. A condition on an indexed field with another order: the matches are sorted, so the cost is
//!    that of the matches.
//! 5. Otherwise the base column's index that has the order; the scan checks the conditions.

use crate::collections::Stored;
use crate::entries::values;
use weft_domain::field::Field;
use weft_domain::query::{Column, FieldPath, Filter, Op, Query, SortKey};

/// The scanned index.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// The values of an indexed field.
    Values {
        /// The field.
        field: FieldPath,
        /// The place of the values of drafts; those of other statuses follow
        /// (`entry_values.place`).
        place: i64,
        /// Whether required conditions bound its values on both sides.
        is_bounded: bool,
    },
    /// A base column's index, per status.
    Base {
        /// The column.
        column: Column,
    },
    /// At most a handful of rows, found by slug or id.
    Point {
        /// The column.
        column: Column,
    },
}

/// A source and its properties.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// The source.
    pub(super) source: Source,
    /// Whether it has the requested order.
    pub(super) is_ordered: bool,
    /// Whether nearly all scanned rows match: an equality narrows the scan, or the filter consists
    /// only of ranges of its values.
    pub(super) is_narrow: bool,
}

impl Source {
    pub(super) const fn is_values(&self) -> bool {
        matches!(self, Self::Values { .. })
    }

    /// Whether it scans the values of this field.
    pub(super) fn walks(&self, path: &FieldPath) -> bool {
        matches!(self, Self::Values { field, .. } if field == path)
    }

    /// Whether the scanned values are bounded on both sides.
    pub(super) const fn is_bounded(&self) -> bool {
        matches!(self, Self::Values { is_bounded: true, .. })
    }

    /// The name of the base index, within a collection or over a site.
    pub(super) const fn index(&self, in_collection: bool) -> &'static str {
        match (self, in_collection) {
            (Self::Values { .. }, _) => "",
            (Self::Point { column: Column::Slug } | Self::Base { column: Column::Slug }, true) => {
                " INDEXED BY entries_by_slug"
            }
            (Self::Point { .. }, _) => "",
            (Self::Base { column: Column::Slug }, false) => " INDEXED BY entries_by_site_slug",
            (Self::Base { column: Column::UpdatedAt }, true) => " INDEXED BY entries_by_type_updated",
            (Self::Base { column: Column::UpdatedAt }, false) => " INDEXED BY entries_by_site_updated",
            (Self::Base { column: Column::PublishedAt }, true) => " INDEXED BY entries_by_type_published",
            (Self::Base { column: Column::PublishedAt }, false) => " INDEXED BY entries_by_site_published",
            (Self::Base { .. }, true) => " INDEXED BY entries_by_type_created",
            (Self::Base { .. }, false) => " INDEXED BY entries_by_site_created",
        }
    }

    /// Whether each status needs its own scan: the index has the status before the order.
    pub(super) const fn is_per_status(&self, in_collection: bool) -> bool {
        match self {
            Self::Values { .. } => true,
            Self::Base { column: Column::Slug } => !in_collection,
            Self::Base { .. } => true,
            Self::Point { .. } => false,
        }
    }
}

/// The source of a page.
pub(super) fn of_page(query: &Query, sort: &[SortKey], collection: Option<&Stored>) -> Choice {
    let conditions = conjuncts(query.filter.as_ref());
    if let Some(column) = point(&conditions, collection.is_some()) {
        return Choice { source: Source::Point { column }, is_ordered: false, is_narrow: true };
    }
    let first = sort.first().map(|key| &key.column);
    let ranges: Vec<Range<'_>> =
        conditions.iter().filter_map(|(column, op)| range(column, op, collection)).collect();
    let values = |field: &FieldPath, place, is_ordered, is_equality: bool| {
        let field = field.clone();
        let is_bounded = is_bounded(&field, &conditions);
        let is_narrow =
            is_equality || query.filter.as_ref().is_some_and(|filter| is_ranges_of(filter, &field));
        Choice { source: Source::Values { field, place, is_bounded }, is_ordered, is_narrow }
    };
    if let Some(Column::Data(path)) = first {
        if let Some(range) = ranges.iter().find(|range| range.field == path) {
            return values(path, range.place, true, range.is_equality);
        }
        if ranges.is_empty()
            && let Some(place) = place(path, collection)
        {
            return values(path, place, true, false);
        }
    }
    let equality = ranges.iter().find(|range| range.is_equality);
    if let Some(range) = equality.or(ranges.first()) {
        let is_ordered = range.is_equality && first == Some(&Column::CreatedAt);
        return values(range.field, range.place, is_ordered, range.is_equality);
    }
    base(first)
}

/// The source of a count: a range of a base column if there is one, else that of the page.
pub(super) fn of_count(query: &Query, page: &Source, collection: Option<&Stored>) -> Source {
    if !matches!(page, Source::Base { .. }) {
        return page.clone();
    }
    let conditions = conjuncts(query.filter.as_ref());
    let ranged = conditions.iter().find(|(column, op)| {
        let has_index = matches!(column, Column::CreatedAt | Column::UpdatedAt | Column::PublishedAt)
            || (**column == Column::Slug && collection.is_some());
        has_index && is_range(op)
    });
    ranged.map_or_else(|| page.clone(), |(column, _)| Source::Base { column: (*column).clone() })
}

fn base(first: Option<&Column>) -> Choice {
    let indexed = match first {
        Some(column @ (Column::CreatedAt | Column::UpdatedAt | Column::PublishedAt | Column::Slug)) => {
            Some(column.clone())
        }
        _ => None,
    };
    let is_ordered = indexed.is_some();
    Choice {
        source: Source::Base { column: indexed.unwrap_or(Column::CreatedAt) },
        is_ordered,
        is_narrow: false,
    }
}

/// The conditions of a conjunction.
fn conjuncts(filter: Option<&Filter>) -> Vec<(&Column, &Op)> {
    match filter {
        None | Some(Filter::Or(_)) => Vec::new(),
        Some(Filter::Is(column, op)) => vec![(column, op)],
        Some(Filter::And(parts)) => parts.iter().flat_map(|part| conjuncts(Some(part))).collect(),
    }
}

fn point(conditions: &[(&Column, &Op)], in_collection: bool) -> Option<Column> {
    let asked = |column: &Column, op: &Op| {
        matches!(op, Op::Eq(_)) && (*column == Column::Id || (*column == Column::Slug && in_collection))
    };
    conditions.iter().find(|(column, op)| asked(column, op)).map(|(column, _)| (*column).clone())
}

/// A range of an indexed field's values.
struct Range<'a> {
    field: &'a FieldPath,
    place: i64,
    /// Whether the range is a single value.
    is_equality: bool,
}

/// The range of a condition, if it is a range of an indexed field.
fn range<'a>(column: &'a Column, op: &Op, collection: Option<&Stored>) -> Option<Range<'a>> {
    let Column::Data(field) = column else { return None };
    if !is_range(op) {
        return None;
    }
    let is_equality = match op {
        Op::Eq(_) => super::operand::comparison(column, collection) != weft_domain::query::Comparison::Any,
        Op::Null => true,
        _ => false,
    };
    place(field, collection).map(|place| Range { field, place, is_equality })
}

/// Whether the filter is a conjunction of ranges of one field.
fn is_ranges_of(filter: &Filter, field: &FieldPath) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| is_ranges_of(part, field)),
        Filter::Or(_) => false,
        Filter::Is(column, op) => matches!(column, Column::Data(path) if path == field) && is_range(op),
    }
}

/// Whether the conditions on a field contain a lower and an upper bound.
fn is_bounded(field: &FieldPath, conditions: &[(&Column, &Op)]) -> bool {
    let has = |bound: fn(&Op) -> bool| {
        conditions
            .iter()
            .any(|(column, op)| matches!(column, Column::Data(path) if path == field) && bound(op))
    };
    has(|op| matches!(op, Op::Gt(_) | Op::Gte(_))) && has(|op| matches!(op, Op::Lt(_) | Op::Lte(_)))
}

const fn is_range(op: &Op) -> bool {
    matches!(
        op,
        Op::Eq(_)
            | Op::In(_)
            | Op::Gt(_)
            | Op::Gte(_)
            | Op::Lt(_)
            | Op::Lte(_)
            | Op::StartsWith(_)
            | Op::Null
    )
}

/// The place of the values of drafts of a field, if it is indexed.
fn place(path: &FieldPath, collection: Option<&Stored>) -> Option<i64> {
    let (name, stored) = (path.field()?, collection?);
    // The index has the JSON text of lists and objects, which supports equality but not search.
    let is_it = |field: &Field| field.name == name && field.field_type().can_be_indexed();
    let position = stored.collection.indexed().position(is_it)?;
    Some(values::place(stored.pk, i64::try_from(position).ok()?))
}
