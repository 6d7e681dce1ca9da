//! Sends the same 2 kB to every request: the cost of host, HTTP and instance alone.
//!
//! It uses the host's interface without the SDK's conversions, like the ceiling, so that its cost
//! is the lower bound.

use spin_sdk::wasip3::exports::http::handler::Guest;
use spin_sdk::wasip3::http::types::{ErrorCode, Fields, Request, Response};
use spin_sdk::wasip3::{wit_future, wit_stream};
use spin_sdk::wit_bindgen::spawn;

const SIZE: usize = 2048;

struct Hello;

spin_sdk::wasip3::http::service::export!(Hello);

impl Guest for Hello {
    async fn handle(_: Request) -> Result<Response, ErrorCode> {
        let headers = [
            ("content-type".to_owned(), b"text/plain".to_vec()),
            ("content-length".to_owned(), SIZE.to_string().into_bytes()),
        ];
        let headers =
            Fields::from_list(&headers).map_err(|error| ErrorCode::InternalError(Some(error.to_string())))?;
        let (mut body, body_reader) = wit_stream::new();
        let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
        let (response, _) = Response::new(headers, Some(body_reader), trailers_reader);
        spawn(async move {
            body.write_all(vec![b'x'; SIZE]).await;
            drop(body);
            // The write fails if the client does not read the body; the error is ignored.
            let _ = trailers.write(Ok(None)).await;
        });
        Ok(response)
    }
}
