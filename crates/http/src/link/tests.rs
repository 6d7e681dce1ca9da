//! Links keep what was sent and replace one parameter.

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
    let expected = format!(r#"{}; rel="next", {}; rel="prev", {}; rel="first""#, kept(4), kept(2), kept(1));
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
