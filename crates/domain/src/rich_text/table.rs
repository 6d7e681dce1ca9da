//! Tables: the element around the rows, the columns that its first row implies, the cells.

use super::attributes::Attributes;
use super::node::Node;
use super::tag::Tag;
use std::ops::RangeInclusive;

/// The most columns written for all tables of a document. A span of a thousand columns takes only
/// five characters.
pub(super) const COLUMNS_MAX: usize = 4096;

/// The minimum width of a column, in pixels, and the width of a column without one.
const WIDTH_MIN: u32 = 25;

/// The accepted widths.
const WIDTHS: RangeInclusive<u32> = 1..=100_000;

/// The largest column span and row span, as in HTML.
const COLUMN_SPANS: RangeInclusive<u32> = 1..=1000;
const ROW_SPANS: RangeInclusive<u32> = 1..=65_534;

/// The widths of a table's columns, from left to right; 0 for an unset width. At most `max`
/// columns.
pub(super) fn columns(table: &Node<'_>, max: usize) -> Vec<u32> {
    let mut columns = Vec::new();
    let cells = table.content.first().map(|row| row.content.as_slice()).unwrap_or_default();
    for cell in cells.iter().filter(|cell| matches!(&*cell.kind, "tableCell" | "tableHeader")) {
        let attributes = Attributes::read(cell.attributes);
        let span = attributes.whole("colspan", COLUMN_SPANS).unwrap_or(1);
        let widths = attributes.wholes("colwidth", WIDTHS).into_iter().chain(std::iter::repeat(0));
        let room = max.saturating_sub(columns.len());
        columns.extend(widths.zip(0..span).map(|(width, _)| width).take(room));
        if room == 0 {
            break;
        }
    }
    columns
}

/// `<table style="min-width: 75px">`, or `width` if every column has one.
pub(super) fn table(columns: &[u32]) -> Tag {
    let counted = |width: &u32| u64::from(if *width == 0 { WIDTH_MIN } else { *width });
    let total: u64 = columns.iter().map(counted).sum();
    let property = if columns.contains(&0) { "min-width" } else { "width" };
    let style = (!columns.is_empty()).then(|| format!("{property}: {total}px"));
    Tag::new("table").with_some("style", style.as_deref())
}

/// `<col style="min-width: 25px">`.
pub(super) fn column(width: u32) -> Tag {
    let style = match width {
        0 => format!("min-width: {WIDTH_MIN}px"),
        _ => format!("width: {}px", width.max(WIDTH_MIN)),
    };
    Tag::new("col").with("style", &style)
}

/// `<td colspan="1" rowspan="1" colwidth="200">`, or `th`.
pub(super) fn cell(name: &'static str, attributes: &Attributes<'_>) -> Tag {
    let span = |name, range| attributes.whole(name, range).unwrap_or(1).to_string();
    let widths: Vec<String> = attributes.wholes("colwidth", WIDTHS).iter().map(u32::to_string).collect();
    let widths = (!widths.is_empty()).then(|| widths.join(","));
    Tag::new(name)
        .with("colspan", &span("colspan", COLUMN_SPANS))
        .with("rowspan", &span("rowspan", ROW_SPANS))
        .with_some("colwidth", widths.as_deref())
}
