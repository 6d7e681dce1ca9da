//! The code that every component shares to talk to its host: requests and replies, time and
//! randomness, the instance's database.
//!
//! It uses `wasi:http` without the SDK's conversions: the headers of a request arrive in one call,
//! those of a reply leave in one call, and a body of known length is one write. These calls are
//! most of the cost of a read by a warm instance.
//!
//! An instance serves many requests concurrently. Its caches are statics that are locked for a few
//! instructions and never across an `await`.

#![cfg(target_arch = "wasm32")]

mod body;
mod database;
mod exchange;
pub mod front;
mod identity;
mod nudge;
mod outgoing;
mod quota;
mod request_context;
mod variable;

pub use database::{database, migrated_database};
pub use exchange::{read, respond};
pub use identity::IdentityComponent;
pub use outgoing::{Fetched, Posted, Target, fetch, post, wait};
pub use quota::LeasedQuota;
pub use request_context::{ctx_of_client, now, request_context};
pub use spin_sdk::wasip3::http::types::{ErrorCode, Request as HostRequest, Response as HostResponse};
pub use variable::{insecure_hosts, variable};

/// Logs a line: the host shows a component's standard error to its operator.
#[expect(clippy::print_stderr, reason = "the one index where a guest logs")]
pub fn log(line: &str) {
    eprintln!("{line}");
}

/// Generates a component from a list of dialects, each with an expression that makes it from the
/// request's use cases (the expression may `?` and `.await`). A request goes to the dialect of its
/// path (`weft_http::routes::best_match`).
#[macro_export]
macro_rules! mount {
    ($($Api:ty => |$app:ident| $make:expr),+ $(,)?) => {
        struct Dialects;

        impl $crate::front::MountedDialects for Dialects {
            fn index(path: &str) -> usize {
                use ::weft_http::Api;
                ::weft_http::routes::best_match(&[$(::weft_http::routes::match_path(<$Api as Api>::TABLE, path)),+])
            }

            fn headers(index: usize) -> &'static [::http::HeaderName] {
                let all = [$(<$Api as ::weft_http::Api>::headers()),+];
                all.get(index).copied().unwrap_or_default()
            }

            async fn serve(
                index: usize,
                app: ::weft_service::App<'_>,
                pipeline: &$crate::front::ComponentPipeline<'_>,
                request: ::weft_http::Request,
                ctx: ::weft_domain::Ctx,
            ) -> ::weft_http::Reply {
                let mut nth = 0;
                $(
                    if nth == index {
                        let made: ::weft_domain::Result<_> = async {
                            let $app = app;
                            Ok($make)
                        }
                        .await;
                        return match made {
                            Ok(api) => ::weft_http::serve::<$Api, _, _>(&api, pipeline, request, ctx).await,
                            Err(error) => ::weft_http::reply_to_failure::<$Api>(&request, ctx, error, $crate::log),
                        };
                    }
                    nth += 1;
                )+
                ::weft_http::Reply::new(::http::StatusCode::NOT_FOUND)
            }

            fn reply_to_failure(
                index: usize,
                request: &::weft_http::Request,
                ctx: ::weft_domain::Ctx,
                error: ::weft_domain::Error,
            ) -> ::weft_http::Reply {
                let all = [$(::weft_http::reply_to_failure::<$Api>),+];
                match all.get(index) {
                    Some(reply_to_failure) => reply_to_failure(request, ctx, error, $crate::log),
                    None => ::weft_http::Reply::new(::http::StatusCode::NOT_FOUND),
                }
            }
        }

        #[expect(unsafe_code, reason = "generated exports")]
        mod exports {
            use $crate::{ErrorCode, HostRequest, HostResponse};

            static CACHE: $crate::front::InstanceCache = $crate::front::InstanceCache::new();

            struct HttpHandler;

            ::spin_sdk::wasip3::http::service::export!(HttpHandler);

            impl ::spin_sdk::wasip3::exports::http::handler::Guest for HttpHandler {
                async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
                    $crate::front::answer::<super::Dialects>(request, &CACHE).await
                }
            }
        }
    };
}
