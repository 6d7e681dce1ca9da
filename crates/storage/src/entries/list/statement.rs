//! Compiles the statement of a list.

use super::filter::push_filter;
use super::operand::is_beside_values;
use super::order::{push_after, push_cursor_text, push_keys, push_order, total};
use super::source::{Choice, Source, of_count, of_page};
use super::status;
use crate::collections::Stored;
use crate::entries::document::{Rows, push_document};
use crate::entries::values::after_drafts;
use crate::sql::Sql;
use crate::store::Scope;
use weft_domain::entry::{Status, Visibility};
use weft_domain::query::{Column, Filter, Page, Query, SortKey};
use weft_domain::shape::Shape;

/// A statement, and whether it is certainly short.
pub(super) struct Compiled {
    pub(super) sql: Sql,
    pub(super) short: bool,
    /// The place of the counted values, if any.
    pub(super) counted: Option<i64>,
}

/// The maximum number of entries that a short statement may skip.
const SKIP_MAX: u64 = 2_000;

/// The common inputs of the parts of the statement.
struct Parts<'a> {
    query: &'a Query,
    shape: Shape,
    collection: Option<&'a Stored>,
    statuses: Vec<Status>,
    keys: Vec<SortKey>,
    /// The number of the bound key of the site.
    site: usize,
    /// The number of the bound key of the collection.
    key: Option<usize>,
    /// The number of the bound place of the field's values, if the statement scans them.
    place: usize,
    /// The number of the bound count of changes of the client's copy.
    known: Option<usize>,
    /// The number of bound values before the scans, which share their conditions.
    bound: usize,
}

/// Compiles `SELECT epoch, collection revision, changes, total, returned, documents, cursor lines`.
pub(super) fn compile(
    scope: &Scope,
    shape: Shape,
    query: &Query,
    collection: Option<&Stored>,
    known: Option<i64>,
) -> Compiled {
    let mut sql = Sql::new("SELECT (SELECT auth_epoch FROM sites WHERE pk = ");
    let site = sql.arg(scope.site);
    let key = collection.map(|stored| sql.arg(stored.pk));
    let (statuses, keys) = (status::asked(query), total(&query.sort));
    // Without a status there are no results, so a validator is not needed.
    let known = known.filter(|_| !statuses.is_empty()).map(|known| sql.arg(known));
    let choice = of_page(query, &keys, collection);
    let place = match choice.source {
        // Without a status there is no scan.
        Source::Values { place, .. } if !statuses.is_empty() => sql.arg(place),
        _ => 0,
    };
    let bound = sql.bound();
    let parts = Parts { query, shape, collection, statuses, keys, site, key, place, known, bound };
    sql.again(site).push(") AS epoch, ");
    match key {
        Some(key) => sql
            .push("(SELECT revision FROM collections WHERE pk = ")
            .again(key)
            .push(" AND site = ")
            .again(site)
            .push(") AS revision, "),
        None => sql.push("NULL, "),
    };
    parts.push_changes(&mut sql);
    sql.push(" AS changes, ");
    parts.push_total(&mut sql, &choice);
    sql.push(" AS total, ");
    parts.push_documents(&mut sql, &choice);
    let short = parts.is_short(&choice);
    let counted = match choice.source {
        Source::Values { place, .. } if query.count => Some(place),
        _ => None,
    };
    Compiled { sql, short, counted }
}

impl Parts<'_> {
    /// Appends this sum over the tallies of the listed collections.
    fn push_tally(&self, sql: &mut Sql, sum: impl FnOnce(&mut Sql)) {
        sql.push(if self.key.is_some() { "COALESCE((SELECT (" } else { "COALESCE((SELECT sum(" });
        sum(sql);
        sql.push(") FROM tallies AS t WHERE t.site = ").again(self.site);
        if let Some(key) = self.key {
            sql.push(" AND t.collection = ").again(key);
        }
        sql.push("), 0)");
    }

    fn shows_drafts(&self) -> bool {
        self.query.visibility == Visibility::All
    }

    /// Appends the number of changes of the listed entries.
    fn push_changes(&self, sql: &mut Sql) {
        self.push_tally(sql, |sql| {
            sql.push("t.changes").push(if self.shows_drafts() { " + t.edits" } else { "" });
        });
    }

    /// Appends the first expression if the client's copy is current, else the second.
    fn push_unless_known(&self, sql: &mut Sql, then: &str, otherwise: impl FnOnce(&mut Sql)) {
        let Some(known) = self.known else { return otherwise(sql) };
        sql.push("iif(").again(known).push(" = ");
        self.push_changes(sql);
        sql.push(", ").push(then).push(", ");
        otherwise(sql);
        sql.push(")");
    }

    fn push_total(&self, sql: &mut Sql, choice: &Choice) {
        if !self.query.count {
            sql.push("NULL");
        } else if self.query.filter.is_none() {
            self.push_tally(sql, |sql| {
                sql.push("0");
                for status in &self.statuses {
                    sql.push(" + t.").push(status.as_str());
                }
            });
        } else {
            let source = of_count(self.query, &choice.source, self.collection);
            self.push_unless_known(sql, "NULL", |sql| {
                sql.push("(0");
                for walk in self.walks(&source) {
                    sql.push(" + (SELECT count(*)");
                    self.push_walk(sql, &source, &walk, self.needs_entries(&source, &[]));
                    sql.push(")");
                }
                sql.push(")");
            });
        }
    }

    /// The statuses, grouped by scan.
    fn walks(&self, source: &Source) -> Vec<Vec<Status>> {
        if source.is_per_status(self.collection.is_some()) {
            self.statuses.iter().map(|status| vec![*status]).collect()
        } else {
            vec![self.statuses.clone()]
        }
    }

    /// Appends the number of documents of the page, their JSON, and the lines of their keys for a
    /// cursor.
    ///
    /// If the scan has the order and skips no entry, the documents are generated during the scan.
    /// Otherwise the keys are found first.
    fn push_documents(&self, sql: &mut Sql, choice: &Choice) {
        let walks = self.walks(&choice.source);
        let is_direct = walks.len() == 1 && choice.is_ordered && self.skipped() == 0;
        let is_cursor = matches!(self.query.page, Page::After(_));
        sql.push("count(*) AS returned, group_concat(doc) AS docs, ");
        if is_cursor {
            sql.push("group_concat(");
            push_cursor_text(sql, &self.keys);
            sql.push(", char(10)) AS lines FROM (");
        } else {
            sql.push("NULL AS lines FROM (");
        }
        if is_direct {
            self.push_page(sql, choice, &walks, true);
        } else {
            sql.push("SELECT ");
            self.push_document(sql);
            sql.push(" AS doc, p.* FROM (");
            self.push_page(sql, choice, &walks, false);
            sql.push(") AS p CROSS JOIN entries AS e ON e.pk = p.pk");
        }
        sql.push(") AS p");
    }

    fn push_document(&self, sql: &mut Sql) {
        let are_published = self.statuses == [Status::Published];
        let rows = Rows { prefix: "e.", are_published, show_drafts: self.shows_drafts() };
        push_document(sql, rows, self.shape, &self.query.projection);
    }

    /// Appends one page of keys in order, with documents if they are generated during the scan.
    fn push_page(&self, sql: &mut Sql, choice: &Choice, walks: &[Vec<Status>], is_direct: bool) {
        let source = &choice.source;
        let pk = if source.is_values() { "v.entry" } else { "e.pk" };
        if walks.is_empty() {
            sql.push("SELECT 0 AS pk");
            for i in 1..=self.keys.len() {
                sql.push(", 0 AS k").push(&i.to_string());
            }
            sql.push(" WHERE 0");
            return;
        }
        for (i, walk) in walks.iter().enumerate() {
            sql.push(if i == 0 { "SELECT " } else { " UNION ALL SELECT " });
            if is_direct {
                self.push_document(sql);
                sql.push(" AS doc, ");
            }
            sql.push(pk).push(" AS pk");
            push_keys(sql, &self.keys, source);
            self.push_walk(sql, source, walk, is_direct || self.needs_entries(source, &self.keys));
            self.push_place(sql, source, pk);
        }
        let is_single = matches!(source, Source::Point { .. });
        if !is_single || self.keys.is_empty() {
            push_order(sql, &self.keys);
        }
        // Not a condition, because SQLite would evaluate it for every entry.
        sql.push(" LIMIT ");
        self.push_unless_known(sql, "0", |sql| {
            sql.bind(i64::from(self.query.limit));
        });
        if let Page::Number(_) = self.query.page {
            sql.push(" OFFSET ").bind(i64::try_from(self.skipped()).unwrap_or(i64::MAX));
        }
    }

    /// Appends the cursor, which limits the page but not the count.
    fn push_place(&self, sql: &mut Sql, source: &Source, pk: &str) {
        if let Page::After(Some(cursor)) = &self.query.page
            && cursor.values.len() == self.keys.len()
        {
            sql.push(" AND ");
            push_after(sql, &self.keys, cursor, source, pk);
        }
    }

    /// Appends `FROM … WHERE …` of one scan.
    fn push_walk(&self, sql: &mut Sql, source: &Source, statuses: &[Status], needs_entries: bool) {
        sql.repeat_from(self.bound);
        let in_collection = self.collection.is_some();
        if source.is_values() {
            sql.push(" FROM entry_values AS v");
            if needs_entries {
                sql.push(" CROSS JOIN entries AS e ON e.pk = v.entry");
            }
            sql.push(" WHERE v.place = ").again(self.place);
            // One status per scan.
            sql.push(statuses.first().map_or("", |status| after_drafts(*status)));
        } else {
            sql.push(" FROM entries AS e").push(source.index(in_collection));
            match self.key {
                Some(key) => sql.push(" WHERE e.collection = ").again(key),
                // The check is evaluated once; only during the deletion of a collection must the
                // scan also read the row of each entry.
                None => sql.push(" WHERE e.site = ").again(self.site).push(
                    " AND (NOT EXISTS (SELECT 1 FROM removals) OR e.collection NOT IN (SELECT collection FROM removals))",
                ),
            };
            status::push_in(sql, "e.status", statuses);
        }
        if let Some(filter) = &self.query.filter {
            sql.push(" AND ");
            push_filter(sql, filter, source, self.collection);
        }
        sql.repeat_no_more();
    }

    fn needs_entries(&self, source: &Source, keys: &[SortKey]) -> bool {
        let beside = |column: &Column| is_beside_values(column, source);
        !keys.iter().all(|key| beside(&key.column))
            || !self.query.filter.as_ref().is_none_or(|filter| all(filter, &beside))
    }

    fn skipped(&self) -> u64 {
        match self.query.page {
            Page::Number(page) => u64::from(page.saturating_sub(1)) * u64::from(self.query.limit),
            Page::After(_) => 0,
        }
    }

    /// Whether the cost is proportional to the results: an index answers all conditions, and few
    /// entries are skipped. The count may still be long: see [`super::long`].
    fn is_short(&self, choice: &Choice) -> bool {
        let answered =
            self.query.filter.is_none() || (choice.is_narrow && !self.needs_entries(&choice.source, &[]));
        let is_found = matches!(choice.source, Source::Point { .. });
        is_found || (answered && choice.is_ordered && self.skipped() <= SKIP_MAX)
    }
}

/// Whether the test holds for every column of the filter.
fn all(filter: &Filter, test: &dyn Fn(&Column) -> bool) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().all(|part| all(part, test)),
        Filter::Is(column, _) => test(column),
    }
}
