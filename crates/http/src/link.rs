//! The `Link` header of lists: where the next, previous and first page are.
//!
//! A relative reference: the path and the query as they were sent, with one parameter replaced. So a link keeps every filter, even those
//! that Weft does not know, and survives whatever proxy stands in front.

use crate::message::Request;
use std::fmt::Write as _;

/// The links of a page that has a number, counted from 1; `parameter` is its name on the wire. `None` when the only page is shown.
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

/// The links of a page that a cursor names; `next` is the next one's text. `None` when the only page is shown.
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

/// Adds one link; without a value, the parameter is left out.
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

/// What was sent, with what could end the reference or the header escaped.
fn push_safely(links: &mut String, text: &str) {
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

/// The parts of a query string as they were sent, each with whether it is the named parameter.
fn parameters<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = (bool, &'a str)> {
    query.split('&').filter(|part| !part.is_empty()).map(move |part| {
        let is_it = form_urlencoded::parse(part.as_bytes()).next().is_some_and(|(sent, _)| sent == name);
        (is_it, part)
    })
}

#[cfg(test)]
mod tests;
