//! A guest that reports to the host's tests what a guest sees: one path for each observation.

use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt as _, Full};
use spin_sdk::http::{EmptyBody, Request};
use spin_sdk::sqlite::Value;
use spin_sdk::sqlite::wit::sqlite::Connection;

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<Full<Bytes>> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let text = match request.uri().path() {
        "/hello" => "hello".to_owned(),
        "/uri" => request.uri().to_string(),
        "/headers" => format!("{:?}", request.headers()),
        "/trap" => panic!("as asked"),
        "/spin" => spin(),
        "/late" => late(),
        "/variable" => format!("{:?}", spin_sdk::variables::get(&query).await),
        "/time" => format!("{:?}", std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)),
        "/echo" => format!("{}", request.into_body().collect().await.map_or(0, |body| body.to_bytes().len())),
        "/get" => get(&query).await,
        "/sql" => sql(&query),
        "/sql-async" => sql_async(&query, true).await,
        "/sql-undrained" => sql_async(&query, false).await + &sql("SELECT 1"),
        path => format!("? {path}"),
    };
    let length = text.len();
    let mut response = Response::new(Full::new(text.into()));
    response.headers_mut().insert("content-length", length.into());
    response
}

fn spin() -> String {
    let mut number = 1_u64;
    while std::hint::black_box(number) != 0 {
        number = number.wrapping_mul(3) | 1;
    }
    number.to_string()
}

fn late() -> String {
    spin_sdk::wasip3::spawn(async {
        spin_sdk::wasip3::clocks::monotonic_clock::wait_for(200_000_000).await;
        println!("after the answer");
    });
    "now".to_owned()
}

async fn get(url: &str) -> String {
    let Ok(request) = http::Request::get(url).body(EmptyBody::new()) else { return "no URL".to_owned() };
    match spin_sdk::http::send(request).await {
        Ok(response) => response.status().to_string(),
        Err(error) => format!("{error:?}"),
    }
}

fn sql(statement: &str) -> String {
    let statement = statement.replace('+', " ");
    match Connection::open("default") {
        Ok(connection) => {
            format!("{:?}", connection.execute(&statement, &[Value::Integer(7)][..parameters(&statement)]))
        }
        Err(error) => format!("{error:?}"),
    }
}

async fn sql_async(statement: &str, drain: bool) -> String {
    let statement = statement.replace('+', " ");
    let connection = match Connection::open_async("default".to_owned()).await {
        Ok(connection) => connection,
        Err(error) => return format!("{error:?}"),
    };
    let (columns, mut rows, outcome) = match connection.execute_async(statement, Vec::new()).await {
        Ok(answer) => answer,
        Err(error) => return format!("early {error:?}"),
    };
    if !drain {
        return format!("{:?} ", connection.execute("SELECT 1", &[]));
    }
    let mut count = 0;
    while rows.next().await.is_some() {
        count += 1;
    }
    format!("{columns:?} {count} {:?}", outcome.await)
}

fn parameters(statement: &str) -> usize {
    usize::from(statement.contains('?'))
}
