//! A row of a dialect's table, without the dialect's types: the data for the description and the
//! tests.

use weft_domain::Permission;
use weft_http::routes::{Right, Row, Who};

/// One endpoint.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The area of work: the component that mounts it.
    pub area: &'static str,
    /// The name of its variant.
    pub id: &'static str,
    /// What it is to people.
    pub name: &'static str,
    /// The method.
    pub method: String,
    /// The path, with `:names`.
    pub path: &'static str,
    /// The names in the path, in order.
    pub names: Vec<&'static str>,
    /// The required identity: `nobody`, `anybody`, a `principal`, a `visitor`, a `caller`,
    /// `any caller`.
    pub who: &'static str,
    /// The required right.
    pub right: String,
    /// The most round trips to the database, identity apart.
    pub round_trips: u32,
    /// Whether instances keep its replies.
    pub is_kept: bool,
}

impl Operation {
    /// Whether anybody is answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.who, "nobody" | "anybody" | "any caller" | "visitor")
    }
}

/// The operations of a table.
pub(crate) fn operations<E>(area: &'static str, table: &[Row<E>]) -> Vec<Operation> {
    let operation = |row: &Row<E>| Operation {
        area,
        id: row.id,
        name: row.name,
        method: row.method.to_string(),
        path: row.path,
        names: row.names().collect(),
        who: who(row.who),
        right: right(row.right),
        round_trips: row.round_trips,
        is_kept: row.is_kept,
    };
    table.iter().map(operation).collect()
}

const fn who(who: Who) -> &'static str {
    match who {
        Who::Nobody => "nobody",
        Who::Anybody => "anybody",
        Who::Principal => "principal",
        Who::Caller => "caller",
        Who::AnyCaller => "any caller",
        Who::Visitor => "visitor",
        Who::PrincipalOrCaller => "principal or caller",
    }
}

fn right(right: Right) -> String {
    match right {
        Right::Any => "any".to_owned(),
        Right::May(permission) => format!("may {}", permission.as_str()),
        Right::Each(lists) => {
            let either =
                |list: &&[Permission]| list.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" or ");
            format!("may {}", lists.iter().map(either).collect::<Vec<_>>().join(", "))
        }
        Right::Role(role) => format!("role {}", role.as_str()),
        Right::Own(role) => format!("own, role {}", role.as_str()),
        Right::OwnWhole(role) => format!("own whole, role {}", role.as_str()),
    }
}
