//! The `Link` header of lists: the addresses of the next, previous and first page.
//!
//! A relative reference: the path and the query as they were sent, with one parameter replaced. So
//! a link keeps every filter, unknown ones included, and works behind any proxy.

use crate::message::Request;
use std::fmt::Write as _;

/// The links of a page by number, from 1; `parameter` is its name on the wire. `None` for a single
/// page.
#[must_use]
pub fn numbered(request: &Request, parameter: &str, page: u32, has_next: bool) -> Option<String> {
    let mut links = String::new();
    if has_next {
        push(&mut links, request, parameter, Some(&page.saturating_add(1).to_string()), "next");
    }
    if page > 1 {
        push(&mut links, request, parameter, Some(&(page - 1).to_string()), "prev");
        push(&mut links, request, parameter, Some("1"), "first");
    }
    (!links.is_empty()).then_some(links)
}

/// The links of a page by cursor; `next` is the cursor of the next page. `None` for a single page.
#[must_use]
pub fn by_cursor(request: &Request, parameter: &str, next: Option<&str>) -> Option<String> {
    let mut links = String::new();
    if let Some(next) = next {
        push(&mut links, request, parameter, Some(next), "next");
    }
    let is_first = parameters(&request.query, parameter).all(|(is_it, part)| !is_it || part.ends_with('='));
    if !is_first {
        push(&mut links, request, parameter, None, "first");
    }
    (!links.is_empty()).then_some(links)
}

/// Adds one link; `None` removes the parameter.
fn push(links: &mut String, request: &Request, parameter: &str, value: Option<&str>, rel: &str) {
    links.push_str(if links.is_empty() { "<" } else { ", <" });
    push_safely(links, &request.path);
    let mut separator = '?';
    let mut value = value;
    for (is_it, part) in parameters(&request.query, parameter) {
        // The first occurrence is replaced, the others are dropped.
        match (is_it, value) {
            (false, _) => {
                links.push(separator);
                push_safely(links, part);
            }
            (true, Some(new)) => {
                push_pair(links, separator, parameter, new);
                value = None;
            }
            (true, None) => continue,
        }
        separator = '&';
    }
    if let Some(new) = value {
        push_pair(links, separator, parameter, new);
    }
    // Writing to a String cannot fail.
    let _ = write!(links, ">; rel=\"{rel}\"");
}

fn push_pair(links: &mut String, separator: char, name: &str, value: &str) {
    links.push(separator);
    links.extend(form_urlencoded::byte_serialize(name.as_bytes()));
    links.push('=');
    links.extend(form_urlencoded::byte_serialize(value.as_bytes()));
}

/// Copies sent text, and escapes characters that could end the reference or the header.
fn push_safely(links: &mut String, text: &str) {
    if text.bytes().all(|byte| matches!(byte, b'!'..=b'~') && !matches!(byte, b'<' | b'>' | b'"')) {
        links.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '!'..='~' if !matches!(c, '<' | '>' | '"') => links.push(c),
            _ => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(links, "%{byte:02X}");
                }
            }
        }
    }
}

/// The parameters of a query string as they were sent, each with whether it has the given name.
fn parameters<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = (bool, &'a str)> {
    query.split('&').filter(|part| !part.is_empty()).map(move |part| {
        let is_escaped = part.bytes().any(|byte| matches!(byte, b'%' | b'+'));
        let is_it = if is_escaped {
            form_urlencoded::parse(part.as_bytes()).next().is_some_and(|(sent, _)| sent == name)
        } else {
            part.split('=').next() == Some(name)
        };
        (is_it, part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};

    fn request(path: &str, query: &str) -> Request {
        Request {
            method: Method::GET,
            path: path.into(),
            query: query.into(),
            headers: HeaderMap::new(),
            body: crate::Body::new(),
        }
    }

    #[test]
    fn the_first_page_links_to_the_next() {
        let links = numbered(&request("/api/content", ""), "page", 1, true);
        assert_eq!(links.as_deref(), Some(r#"</api/content?page=2>; rel="next""#));
    }

    #[test]
    fn a_middle_page_links_both_ways_and_keeps_the_rest_as_sent() {
        let request =
            request("/api/content", "type=blog_post&page=3&filters%5Bdata.price%5D[$gt]=1+0&&limit=2&x");
        let kept = |page: u32| {
            format!("</api/content?type=blog_post&page={page}&filters%5Bdata.price%5D[$gt]=1+0&limit=2&x>")
        };
        let expected =
            format!(r#"{}; rel="next", {}; rel="prev", {}; rel="first""#, kept(4), kept(2), kept(1));
        assert_eq!(numbered(&request, "page", 3, true), Some(expected));
    }

    #[test]
    fn the_last_page_has_no_next_and_a_single_page_no_links() {
        let links = numbered(&request("/a", "page=2"), "page", 2, false);
        assert_eq!(links.as_deref(), Some(r#"</a?page=1>; rel="prev", </a?page=1>; rel="first""#));
        assert_eq!(numbered(&request("/a", "page=1"), "page", 1, false), None);
    }

    #[test]
    fn a_repeated_or_escaped_parameter_is_replaced_once() {
        let links = numbered(&request("/a", "p%61ge=1&b=1&page=9"), "page", 1, true);
        assert_eq!(links.as_deref(), Some(r#"</a?page=2&b=1>; rel="next""#));
    }

    #[test]
    fn cursor_pages_link_to_the_next_and_the_first() {
        let first = request("/a", "limit=2&cursor=");
        assert_eq!(
            by_cursor(&first, "cursor", Some("x-_y")).as_deref(),
            Some(r#"</a?limit=2&cursor=x-_y>; rel="next""#)
        );
        assert_eq!(by_cursor(&first, "cursor", None), None);
        let second = request("/a", "cursor=abc&limit=2");
        assert_eq!(
            by_cursor(&second, "cursor", Some("def")).as_deref(),
            Some(r#"</a?cursor=def&limit=2>; rel="next", </a?limit=2>; rel="first""#)
        );
        assert_eq!(by_cursor(&second, "cursor", None).as_deref(), Some(r#"</a?limit=2>; rel="first""#));
        assert_eq!(
            by_cursor(&request("/a", "cursor=abc"), "cursor", None).as_deref(),
            Some(r#"</a>; rel="first""#)
        );
    }

    #[test]
    fn nothing_sent_can_end_the_reference_or_the_header() {
        let links = numbered(&request("/a>; rel=x", "q=\"<ä>\r\n"), "page", 1, true).unwrap();
        assert_eq!(links, r#"</a%3E;%20rel=x?q=%22%3C%C3%A4%3E%0D%0A&page=2>; rel="next""#);
    }
}
