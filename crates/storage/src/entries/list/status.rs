//! The statuses of a list, and their conditions.

use crate::sql::Sql;
use weft_domain::entry::{Status, Visibility};
use weft_domain::query::Query;

/// The requested statuses that the principal may see.
pub(super) fn asked(query: &Query) -> Vec<Status> {
    let visible = |status: &Status| query.visibility == Visibility::All || *status == Status::Published;
    let is_asked = |status: &Status| query.statuses.is_empty() || query.statuses.contains(status);
    Status::ALL.into_iter().filter(|status| visible(status) && is_asked(status)).collect()
}

/// Appends the condition that a column is one of these.
pub(super) fn push_in(sql: &mut Sql, column: &str, statuses: &[Status]) {
    sql.push(" AND ").push(column);
    if let [status] = statuses {
        sql.push(" = '").push(status.as_str()).push("'");
        return;
    }
    sql.push(" IN (");
    for (i, status) in statuses.iter().enumerate() {
        sql.push(if i == 0 { "'" } else { ", '" }).push(status.as_str()).push("'");
    }
    sql.push(")");
}
