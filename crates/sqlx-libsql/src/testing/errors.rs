//! Each error has the same kind on every pipe, and the handle stays usable.

use super::{Check, Report, fail, same};
use crate::{Db, Error, Statement};

pub(super) async fn run(report: &mut Report<'_>) {
    report.case("a taken key is Unique, with table and columns", a_taken_key_is_unique).await;
    report.case("an index on an expression is Unique, with its name", an_expression_index_is_unique).await;
    report.case("a missing parent is ForeignKey", a_missing_parent_is_foreign_key).await;
    report.case("a failed check is Check, with its name", a_failed_check_has_its_name).await;
    report.case("a missing value is NotNull", a_missing_value_is_not_null).await;
    report.case("an error after the first row is an error", an_error_after_the_first_row).await;
    report.case("what a trigger raises is the text it raised", a_raised_text_is_kept).await;
    report.case("the number of arguments must be right", the_number_of_arguments_must_be_right).await;
    report.case("nonsense is Sql", nonsense_is_sql).await;
    report.case("several statements in one text are refused", several_statements_are_refused).await;
    report.case("transaction control is refused", transaction_control_is_refused).await;
}

async fn error_of(db: &Db, statement: Statement) -> Result<Error, super::Failure> {
    match db.run(statement).await {
        Ok(outcome) => fail(format!("no error but {outcome:?}")),
        Err(error) => Ok(error),
    }
}

fn unique(table: &str, columns: &[&str]) -> Error {
    Error::Unique { table: table.into(), columns: columns.iter().map(|column| (*column).into()).collect() }
}

async fn a_taken_key_is_unique(db: &Db) -> Check {
    let insert = || Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (?, 'taken', 'a')");
    db.run(insert().bind(200)).await?;
    same(
        "a unique index",
        error_of(db, insert().bind(201)).await?,
        unique("suite_parent", &["site", "slug"]),
    )?;
    same("a primary key", error_of(db, insert().bind(200)).await?, unique("suite_parent", &["id"]))?;
    let returning =
        Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (201, 'taken', 'a') RETURNING id");
    same("with RETURNING", error_of(db, returning).await?, unique("suite_parent", &["site", "slug"]))
}

async fn an_expression_index_is_unique(db: &Db) -> Check {
    let parent = Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (210, 'expression', 'a')");
    let child = || Statement::new("INSERT INTO suite_child (name, parent_id) VALUES (?, 210)");
    db.batch(vec![parent, child().bind("Name")]).await?;
    same("error", error_of(db, child().bind("NAME")).await?, unique("", &["suite_child_by_name"]))
}

async fn a_missing_parent_is_foreign_key(db: &Db) -> Check {
    let insert = Statement::new("INSERT INTO suite_child (name, parent_id) VALUES ('orphan', -1)");
    same("immediate", error_of(db, insert).await?, Error::ForeignKey)?;
    let parent = Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (220, 'fk', 'a')");
    db.run(parent).await?;
    let deferred =
        Statement::new("INSERT INTO suite_child (name, parent_id, later_id) VALUES ('orphan', 220, -1)");
    same("deferred", error_of(db, deferred).await?, Error::ForeignKey)
}

async fn a_failed_check_has_its_name(db: &Db) -> Check {
    let insert =
        Statement::new("INSERT INTO suite_parent (site, slug, age) VALUES ('check', 'a', ?)").bind(-1);
    same("error", error_of(db, insert).await?, Error::Check { name: "suite_parent_age".into() })
}

async fn a_missing_value_is_not_null(db: &Db) -> Check {
    let insert =
        Statement::new("INSERT INTO suite_parent (site, slug) VALUES ('null', ?)").bind(None::<String>);
    let expected = Error::NotNull { table: "suite_parent".into(), column: "slug".into() };
    same("error", error_of(db, insert).await?, expected)
}

async fn an_error_after_the_first_row(db: &Db) -> Check {
    let sql = "SELECT abs(column1) FROM (VALUES (1), (2), (-9223372036854775807 - 1))";
    for result in [db.run(Statement::new(sql)).await, db.quick(Statement::new(sql)).await] {
        same("error", result.map(|outcome| outcome.rows.len()), Err(Error::Sql("integer overflow".into())))?;
    }
    Ok(())
}

async fn a_raised_text_is_kept(db: &Db) -> Check {
    let parent = Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (230, 'raise', 'a')");
    let child = Statement::new("INSERT INTO suite_child (name, parent_id) VALUES ('forbidden', 230)");
    let result = db.batch(vec![parent, child]).await.map(|_| ());
    same("error", result, Err(Error::Sql("suite: not this name".into())))
}

async fn the_number_of_arguments_must_be_right(db: &Db) -> Check {
    let select = || Statement::new("SELECT ?, ?");
    for statement in [select(), select().bind(1), select().bind(1).bind(2).bind(3)] {
        match error_of(db, statement).await? {
            Error::Sql(_) => {}
            other => return fail(format!("{other:?}")),
        }
    }
    Ok(())
}

async fn nonsense_is_sql(db: &Db) -> Check {
    for sql in [
        "SELEKT 1",
        "SELECT * FROM suite_nowhere",
        "SELECT nothing FROM suite_log",
        "INSERT INTO suite_log VALUES",
    ] {
        for result in [db.run(Statement::new(sql)).await, db.quick(Statement::new(sql)).await] {
            match result {
                Err(Error::Sql(_)) => {}
                other => return fail(format!("{sql}: {other:?}")),
            }
        }
    }
    Ok(())
}

async fn several_statements_are_refused(db: &Db) -> Check {
    let before = db.round_trips();
    let two = || Statement::new("SELECT 1; DELETE FROM suite_log");
    for result in
        [db.run(two()).await, db.quick(two()).await, db.batch(vec![two()]).await.map(|_| Default::default())]
    {
        match result {
            Err(Error::Refused(_)) => {}
            other => return fail(format!("{other:?}")),
        }
    }
    same("trips", db.round_trips(), before)
}

async fn transaction_control_is_refused(db: &Db) -> Check {
    for sql in ["BEGIN", "commit", "ROLLBACK;", "SAVEPOINT a", "END", "ATTACH 'x' AS y"] {
        match error_of(db, Statement::new(sql)).await? {
            Error::Refused(_) => {}
            other => return fail(format!("{sql}: {other:?}")),
        }
    }
    Ok(())
}
