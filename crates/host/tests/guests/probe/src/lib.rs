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
        "/seen" => seen(&request),
        "/chained" => chained(&query).await,
        "/nudge" => nudge(query),
        "/leave" => leave(&query).await,
        "/slow" => slow().await,
        "/impatient" => impatient(&query).await,
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

/// What a component sees of its caller.
fn seen(request: &Request) -> String {
    let all = |name| format!("{:?}", request.headers().get_all(name).iter().collect::<Vec<_>>());
    let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    format!(
        "{authority} host={} from={} url={} hop={}",
        all("host"),
        all("spin-client-addr"),
        all("spin-full-url"),
        all("x-hop")
    )
}

/// The answer of another component, to a request with a header.
async fn chained(url: &str) -> String {
    let Ok(request) = http::Request::get(url).header("x-hop", "1").body(EmptyBody::new()) else {
        return "no URL".to_owned();
    };
    match spin_sdk::http::send(request).await {
        Ok(response) => {
            let body = response.into_body().collect().await;
            body.map_or_else(
                |error| format!("{error:?}"),
                |body| String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            )
        }
        Err(error) => format!("{error:?}"),
    }
}

/// Answers, and then sends a request.
fn nudge(url: String) -> String {
    spin_sdk::wasip3::spawn(async move {
        spin_sdk::wasip3::clocks::monotonic_clock::wait_for(1).await;
        println!("nudged: {}", get(&url).await);
    });
    "answered".to_owned()
}

/// Sends a request and goes away before it is answered.
async fn leave(url: &str) -> String {
    let (sent, left) = (
        std::pin::pin!(get(url)),
        std::pin::pin!(spin_sdk::wasip3::clocks::monotonic_clock::wait_for(20_000_000)),
    );
    match futures_util::future::select(sent, left).await {
        futures_util::future::Either::Left((answer, _)) => answer,
        futures_util::future::Either::Right(_) => "left".to_owned(),
    }
}

async fn slow() -> String {
    spin_sdk::wasip3::clocks::monotonic_clock::wait_for(300_000_000).await;
    println!("slow has ended");
    "slow".to_owned()
}

/// Sends a request with time limits of 50 ms.
async fn impatient(url: &str) -> String {
    use spin_sdk::wasip3::http::client::send;
    use spin_sdk::wasip3::http::types::{Fields, Request, RequestOptions, Scheme};
    let Ok(url) = url.parse::<http::Uri>() else { return "no URL".to_owned() };
    let options = RequestOptions::new();
    let limit = Some(50_000_000);
    let (_, trailers) = spin_sdk::wasip3::wit_future::new(|| Ok(None));
    let set = [
        options.set_connect_timeout(limit),
        options.set_first_byte_timeout(limit),
        options.set_between_bytes_timeout(limit),
    ];
    assert!(set.iter().all(Result::is_ok));
    let (request, _) = Request::new(Fields::new(), None, trailers, Some(options));
    let set = [
        request.set_scheme(Some(&Scheme::Http)),
        request.set_authority(url.authority().map(|authority| authority.as_str())),
        request.set_path_with_query(Some(url.path())),
    ];
    assert!(set.iter().all(Result::is_ok));
    match send(request).await {
        Ok(response) => response.get_status_code().to_string(),
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
