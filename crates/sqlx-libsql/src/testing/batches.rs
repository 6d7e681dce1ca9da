//! Batches are atomic, concurrent requests are isolated, and a cancelled batch leaves no partial
//! state.

use futures_util::future::{join_all, poll_immediate};

use super::{Check, Failure, Report, count, fail, same};
use crate::{Db, Error, Statement};

pub(super) async fn run(report: &mut Report<'_>) {
    report.case("a batch gives its outcomes in order", a_batch_gives_outcomes_in_order).await;
    report.case("a failure in the middle leaves nothing", a_failure_in_the_middle_leaves_nothing).await;
    report.case("a failure at the commit leaves nothing", a_failure_at_the_commit_leaves_nothing).await;
    report.case("an empty batch is nothing", an_empty_batch_is_nothing).await;
    report.case("a batch is one trip", a_batch_is_one_trip).await;
    report.case("many at a time get what is theirs", many_at_a_time).await;
    report.case("a batch dropped halfway leaves all or nothing", a_dropped_batch_leaves_all_or_nothing).await;
    report.case("a read dropped halfway is forgotten", a_dropped_read_is_forgotten).await;
}

fn log(what: impl Into<String>) -> Statement {
    Statement::new("INSERT INTO suite_log (what) VALUES (?)").bind(what.into())
}

async fn logged(db: &Db, what: &str) -> Result<i64, Failure> {
    let statement = Statement::new("SELECT count(*) FROM suite_log WHERE what = ?").bind(what);
    Ok(db.run(statement).await?.into_one()?.take_integer(0)?)
}

async fn a_batch_gives_outcomes_in_order(db: &Db) -> Check {
    let statements = vec![
        log("batch"),
        Statement::new("SELECT count(*), 'ö' FROM suite_log WHERE what = 'batch'"),
        Statement::new("UPDATE suite_log SET what = 'batched' WHERE what = 'batch' RETURNING what"),
        Statement::new("DELETE FROM suite_log WHERE what = 'batched'"),
    ];
    let outcomes = db.batch(statements).await?;
    let changes: Vec<_> = outcomes.iter().map(|outcome| outcome.changes).collect();
    same("changes", changes, vec![1, 0, 1, 1])?;
    let rows: Vec<_> =
        outcomes.into_iter().filter_map(|outcome| Some(outcome.into_first()?.into_values())).collect();
    same("rows", rows, vec![vec![1.into(), "ö".into()], vec!["batched".into()]])
}

async fn a_failure_in_the_middle_leaves_nothing(db: &Db) -> Check {
    let wrong = Statement::new("INSERT INTO suite_log (what) VALUES (NULL)");
    let result = db.batch(vec![log("half"), log("half"), wrong, log("half")]).await;
    same(
        "error",
        result.map(|_| ()),
        Err(Error::NotNull { table: "suite_log".into(), column: "what".into() }),
    )?;
    same("left", logged(db, "half").await?, 0)?;
    let nonsense = db.batch(vec![log("half"), Statement::new("SELECT FROM")]).await;
    same("nonsense is an error", nonsense.is_err(), true)?;
    same("left", logged(db, "half").await?, 0)?;
    let arguments = db.batch(vec![log("half"), log("half").bind(1)]).await;
    same("an argument too many is an error", arguments.is_err(), true)?;
    same("left", logged(db, "half").await?, 0)
}

async fn a_failure_at_the_commit_leaves_nothing(db: &Db) -> Check {
    let parent = Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (300, 'commit', 'a')");
    let child = |later: i64| {
        Statement::new("INSERT INTO suite_child (name, parent_id, later_id) VALUES ('late', 300, ?)")
            .bind(later)
    };
    let result = db.batch(vec![parent.clone(), child(-1)]).await;
    same("error", result.map(|_| ()), Err(Error::ForeignKey))?;
    same("left", count(db, "SELECT count(*) FROM suite_parent WHERE id = 300").await?, 0)?;
    let other = Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (301, 'commit', 'b')");
    db.batch(vec![parent, child(301), other]).await?;
    same("kept", count(db, "SELECT count(*) FROM suite_parent WHERE id IN (300, 301)").await?, 2)
}

async fn an_empty_batch_is_nothing(db: &Db) -> Check {
    let before = db.round_trips();
    same("outcomes", db.batch(Vec::new()).await?.len(), 0)?;
    same("trips", db.round_trips(), before)
}

async fn a_batch_is_one_trip(db: &Db) -> Check {
    let own = db.counting_anew();
    let before = db.round_trips();
    own.clone().batch(vec![log("trip"), log("trip"), log("trip")]).await?;
    own.quick(Statement::new("SELECT 1")).await?;
    same("own trips", own.round_trips(), 2)?;
    same("others' trips", db.round_trips(), before)
}

async fn many_at_a_time(db: &Db) -> Check {
    let requests = (0_i64..48).map(|number| async move {
        let mut read =
            db.run(Statement::new("SELECT ?, count(*) FROM suite_log").bind(number)).await?.into_one()?;
        same("read", read.take_integer(0)?, number)?;
        let name = format!("many {}", number % 8);
        match number % 3 {
            0 => drop(db.batch(vec![log(&name), log(&name)]).await?),
            1 => drop(db.run(log(&name)).await?),
            _ => same(
                "failure",
                db.batch(vec![log(&name), Statement::new("SELECT FROM")]).await.is_err(),
                true,
            )?,
        }
        same(
            "quick",
            db.quick(Statement::new("SELECT ?").bind(number)).await?.into_one()?.take_integer(0)?,
            number,
        )
    });
    join_all(requests).await.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    same("rows", count(db, "SELECT count(*) FROM suite_log WHERE what LIKE 'many %'").await?, 48)
}

/// Drops the future of a batch after each of its first polls.
async fn a_dropped_batch_leaves_all_or_nothing(db: &Db) -> Check {
    for polls in 1..6 {
        let what = format!("dropped {polls}");
        let mut batch = Box::pin(db.batch(vec![log(&what), log(&what)]));
        for _ in 0..polls {
            if poll_immediate(&mut batch).await.is_some() {
                break;
            }
            db.run(Statement::new("SELECT 1")).await?;
        }
        drop(batch);
        db.batch(vec![log("after"), log("after")]).await?;
        match logged(db, &what).await? {
            0 | 2 => {}
            other => return fail(format!("{other} of 2 rows")),
        }
    }
    Ok(())
}

async fn a_dropped_read_is_forgotten(db: &Db) -> Check {
    let sql =
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) SELECT i FROM n";
    for polls in 1..6 {
        let mut read = Box::pin(db.run(Statement::new(sql)));
        for _ in 0..polls {
            if poll_immediate(&mut read).await.is_some() {
                break;
            }
            db.quick(Statement::new("SELECT 1")).await?;
        }
        drop(read);
        same("the next", db.run(Statement::new("SELECT 2")).await?.into_one()?.take_integer(0)?, 2)?;
    }
    Ok(())
}
