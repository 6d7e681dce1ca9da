//! Routing: finds the component for a path, by Spin's rules and with Spin's own crate.
//!
//! Exact paths, `:segment` for one segment, `/...` at the end for the rest. The most specific route
//! wins, wherever it stands in the manifest. Of two equal routes the later wins, as on Spin, with a
//! warning.

use anyhow::{Result, anyhow};
use routefinder::{RouteSpec, Router};

use crate::manifest::HttpTrigger;

/// The path prefix that Spin reserves.
pub(crate) const WELL_KNOWN: &str = "/.well-known/spin/";

/// The application's routes.
pub(crate) struct Routes(Router<Route>);

/// One route.
pub(crate) struct Route {
    /// The route as written in the manifest.
    pub(crate) raw: String,
    /// The route with a leading slash and without a trailing slash.
    pub(crate) based: String,
    /// The route without the trailing `/...`.
    pub(crate) prefix: String,
    /// The component's id.
    pub(crate) component: String,
}

/// The result of a match.
pub(crate) struct Match<'a> {
    /// The route.
    pub(crate) route: &'a Route,
    /// The values of the `:segments`.
    pub(crate) segments: Vec<(String, String)>,
    /// The value of `/...`, with a leading slash; empty for a route without `/...`.
    pub(crate) rest: String,
}

impl Routes {
    /// Routes for `triggers`.
    pub(crate) fn new(triggers: &[HttpTrigger]) -> Result<Self> {
        let mut router = Router::new();
        let mut seen = std::collections::HashSet::new();
        for trigger in triggers {
            let Some(raw) = &trigger.route else { continue };
            if !seen.insert(raw.as_str()) {
                tracing::warn!("the route {raw} is declared twice, `{}` answers it", trigger.component);
            }
            if raw.starts_with(WELL_KNOWN) {
                tracing::warn!("the route {raw} is never reached: {WELL_KNOWN} belongs to the host");
            }
            let route = Route::new(raw, &trigger.component);
            router
                .add(
                    spec(&route.based).map_err(|error| anyhow!("the route `{raw}` is not valid: {error}"))?,
                    route,
                )
                .map_err(|error| anyhow!("the route `{raw}` is not valid: {error}"))?;
        }
        Ok(Self(router))
    }

    /// The best route for `path`.
    pub(crate) fn find(&self, path: &str) -> Option<Match<'_>> {
        let best = self.0.best_match(path)?;
        let captures = best.captures();
        let rest = captures.wildcard().map(|rest| rest_of(rest, path)).unwrap_or_default();
        let segments = captures.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Some(Match { route: best.handler(), segments, rest })
    }

    /// Every route with its component.
    pub(crate) fn list(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(_, route)| (route.raw.as_str(), route.component.as_str()))
    }
}

impl Route {
    /// The route for a component that another component calls by name.
    pub(super) fn everything(component: &str) -> Self {
        Self::new("/...", component)
    }

    fn new(raw: &str, component: &str) -> Self {
        let based = if raw.starts_with('/') { raw.to_owned() } else { format!("/{raw}") };
        let based = based.strip_suffix('/').unwrap_or(&based).to_owned();
        let prefix = raw.strip_suffix("/...").unwrap_or(raw).to_owned();
        Self { raw: raw.to_owned(), based, prefix, component: component.to_owned() }
    }
}

fn spec(based: &str) -> Result<RouteSpec, String> {
    match based.strip_suffix("/...") {
        Some(prefix) => format!("{prefix}/*").as_str().try_into(),
        None => based.try_into(),
    }
}

/// Restores the slashes around the rest, which Spin keeps and the router drops.
fn rest_of(rest: &str, path: &str) -> String {
    match (rest.is_empty(), path.ends_with('/')) {
        (true, false) => String::new(),
        (true, true) => "/".to_owned(),
        (false, false) => format!("/{rest}"),
        (false, true) => format!("/{rest}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(list: &[&str]) -> Routes {
        let trigger =
            |route: &&str| HttpTrigger { route: Some((*route).to_owned()), component: (*route).to_owned() };
        Routes::new(&list.iter().map(trigger).collect::<Vec<_>>()).unwrap()
    }

    fn component<'a>(routes: &'a Routes, path: &str) -> Option<&'a str> {
        routes.find(path).map(|found| found.route.component.as_str())
    }

    #[test]
    fn the_most_specific_route_wins() {
        let routes = routes(&["/...", "/api/...", "/api/keys/...", "/api/:kind/x", "/api/keys/x", "/"]);
        assert_eq!(component(&routes, "/"), Some("/"));
        assert_eq!(component(&routes, "/other"), Some("/..."));
        assert_eq!(component(&routes, "/api"), Some("/api/..."));
        assert_eq!(component(&routes, "/api/"), Some("/api/..."));
        assert_eq!(component(&routes, "/api/keys"), Some("/api/keys/..."));
        assert_eq!(component(&routes, "/api/keys/1/2"), Some("/api/keys/..."));
        assert_eq!(component(&routes, "/api/keys/x"), Some("/api/keys/x"));
        assert_eq!(component(&routes, "/api/other/x"), Some("/api/:kind/x"));
    }

    #[test]
    fn an_unknown_path_matches_nothing() {
        assert_eq!(component(&routes(&["/a"]), "/b"), None);
        assert_eq!(component(&routes(&["/a"]), "/a/b"), None);
    }

    #[test]
    fn what_a_route_stood_for_is_kept() {
        let routes = routes(&["/u/:id/..."]);
        let found = routes.find("/u/42/a/b/").unwrap();
        assert_eq!(found.segments, [("id".to_owned(), "42".to_owned())]);
        assert_eq!(found.rest, "/a/b/");
        assert_eq!(routes.find("/u/42").unwrap().rest, "");
        assert_eq!(routes.find("/u/42/").unwrap().rest, "/");
        assert_eq!(found.route.prefix, "/u/:id");
    }

    #[test]
    fn odd_paths_do_no_harm() {
        let routes = routes(&["/...", "/a/:b"]);
        for path in ["", "//", "/%", "/%zz", "/a/%ff", "/../..", "*", "/ä"] {
            let _ = routes.find(path);
        }
    }
}
