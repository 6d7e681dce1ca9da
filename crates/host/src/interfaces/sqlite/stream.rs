//! `execute-async`: a statement on a blocking thread, its rows as a stream.
//!
//! A short read runs on the calling thread, because a change of thread costs more than the read.
//! Every other statement runs on a blocking thread, which collects the first batch of rows (usually
//! all rows) before the guest gets the result. If there are more rows, they follow in batches as
//! the guest reads them, and the connection stays locked until the last row is read or the guest
//! drops the stream. Errors are reported by the result future, as on Spin.

use std::pin::Pin;
use std::task::{Context, Poll};

use rusqlite::params_from_iter;
use tokio::sync::{mpsc, oneshot};
use wasmtime::StoreContextMut;
use wasmtime::component::{
    Accessor, Destination, FutureReader, Resource, StreamProducer, StreamReader, StreamResult, VecBuffer,
};

use super::connection::Connection;
use super::statement::{self, Failure};
use super::types::{Error, QueryResult, Row, Value};
use crate::state::Guest;

/// The limits of one batch, in rows and bytes.
const BATCH_ROWS: usize = 512;
const BATCH_BYTES: usize = 1 << 20;

type Answer = (Vec<String>, StreamReader<Row>, FutureReader<Result<(), Error>>);

/// The first batch of a statement.
struct Start {
    columns: Vec<String>,
    rows: Vec<Row>,
    rest: Rest,
}

/// The remaining rows after the first batch.
enum Rest {
    /// There are no more rows.
    Done(Result<(), Error>),
    /// There are more rows.
    More(mpsc::Receiver<Vec<Row>>, oneshot::Receiver<Result<(), Error>>),
}

/// The blocking side's ends of [`Rest::More`].
type Senders = (mpsc::Sender<Vec<Row>>, oneshot::Sender<Result<(), Error>>);

/// Runs `sql`: a short read on the calling thread, every other statement on a blocking thread.
pub(super) async fn execute(
    accessor: &Accessor<Guest>,
    connection: &Resource<Connection>,
    sql: String,
    parameters: Vec<Value>,
) -> wasmtime::Result<Result<Answer, Error>> {
    let connection = accessor.with(|mut access| {
        let guest = access.get();
        guest.grants.counters.count_statement();
        guest.table.get(connection).cloned()
    })?;
    let (parameters, changed) = match connection.change(&sql, parameters).await {
        Ok(result) => (Vec::new(), Some(result)),
        Err(parameters) => (parameters, None),
    };
    let start = match changed.or_else(|| connection.short_read(&sql, &parameters)) {
        Some(Ok(QueryResult { columns, rows })) => Start { columns, rows, rest: Rest::Done(Ok(())) },
        Some(Err(error)) => Start { columns: Vec::new(), rows: Vec::new(), rest: Rest::Done(Err(error)) },
        None => {
            let turn = connection.turn(&sql).await;
            let (start, started) = oneshot::channel();
            tokio::task::spawn_blocking(move || {
                run(&connection, &sql, &parameters, start);
                drop(turn);
            });
            match started.await {
                Ok(start) => start,
                Err(_) => return Ok(Err(Error::Io("the statement was cancelled".to_owned()))),
            }
        }
    };
    let Start { columns, rows, rest } = start;
    accessor.with(|mut access| {
        let (rows, outcome) = match rest {
            Rest::Done(outcome) => {
                let outcome = async move { wasmtime::error::Ok(outcome) };
                (StreamReader::new(&mut access, rows)?, FutureReader::new(&mut access, outcome)?)
            }
            Rest::More(batches, outcome) => {
                let outcome = async move { wasmtime::error::Ok(outcome.await.unwrap_or(Ok(()))) };
                let rows = Batches { first: rows, batches };
                (StreamReader::new(&mut access, rows)?, FutureReader::new(&mut access, outcome)?)
            }
        };
        Ok(Ok((columns, rows, outcome)))
    })
}

/// The blocking side.
fn run(connection: &Connection, sql: &str, parameters: &[Value], start: oneshot::Sender<Start>) {
    let mut start = Some(start);
    let mut columns = Vec::new();
    let mut senders: Option<Senders> = None;
    let mut batch = Vec::new();
    let outcome = connection.with(|sqlite| {
        let outcome = collect(sqlite, sql, parameters, &mut columns, &mut batch, |rows, columns| {
            let Some((batches, _)) = &senders else {
                let (batches, batch_receiver) = mpsc::channel(1);
                let (outcome, outcome_receiver) = oneshot::channel();
                senders = Some((batches, outcome));
                connection.set_streaming(true);
                let rest = Rest::More(batch_receiver, outcome_receiver);
                let first = Start { columns: std::mem::take(columns), rows: std::mem::take(rows), rest };
                return start.take().is_some_and(|start| start.send(first).is_ok());
            };
            batches.blocking_send(std::mem::take(rows)).is_ok()
        });
        if let Some((batches, _)) = &senders
            && !batch.is_empty()
        {
            drop(batches.blocking_send(std::mem::take(&mut batch)));
        }
        connection.set_streaming(false);
        outcome.map_err(Error::from)
    });
    if let Some((_, sender)) = senders {
        drop(sender.send(outcome));
    } else if let Some(start) = start {
        drop(start.send(Start { columns, rows: batch, rest: Rest::Done(outcome) }));
    }
}

/// Runs the statement; `flush` receives each full batch and returns whether the guest still reads.
fn collect(
    sqlite: &rusqlite::Connection,
    sql: &str,
    parameters: &[Value],
    columns: &mut Vec<String>,
    batch: &mut Vec<Row>,
    mut flush: impl FnMut(&mut Vec<Row>, &mut Vec<String>) -> bool,
) -> Result<(), Failure> {
    let mut statement = sqlite.prepare_cached(sql)?;
    *columns = statement::columns(&statement);
    let width = columns.len();
    let mut bytes = 0;
    let mut rows = statement.query(params_from_iter(parameters))?;
    while let Some(row) = statement::next(&mut rows, width)? {
        if batch.len() >= BATCH_ROWS || bytes >= BATCH_BYTES {
            bytes = 0;
            if !flush(batch, columns) {
                break;
            }
        }
        bytes += statement::size(&row);
        batch.push(row);
    }
    Ok(())
}

/// The rows after the first batch.
struct Batches {
    first: Vec<Row>,
    batches: mpsc::Receiver<Vec<Row>>,
}

impl<D> StreamProducer<D> for Batches {
    type Item = Row;
    type Buffer = VecBuffer<Row>;

    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        _: StoreContextMut<'a, D>,
        mut destination: Destination<'a, Row, VecBuffer<Row>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        if !self.first.is_empty() {
            destination.set_buffer(std::mem::take(&mut self.first).into());
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        match self.batches.poll_recv(context) {
            Poll::Ready(Some(rows)) => {
                destination.set_buffer(rows.into());
                Poll::Ready(Ok(StreamResult::Completed))
            }
            Poll::Ready(None) => Poll::Ready(Ok(StreamResult::Dropped)),
            Poll::Pending if finish => Poll::Ready(Ok(StreamResult::Cancelled)),
            Poll::Pending => Poll::Pending,
        }
    }
}
