//! Paragraphs, headings, lists and code: elements around content.

use super::attributes::Attributes;
use super::node::Node;
use super::tag::Tag;
use std::borrow::Cow;

/// The alignments of paragraphs and headings. `left` is the default, for which the original writes
/// nothing.
const ALIGNMENTS: [&str; 3] = ["center", "right", "justify"];

/// `<p style="text-align: …">`.
pub(super) fn paragraph(attributes: &Attributes<'_>) -> Tag {
    aligned(Tag::new("p"), attributes)
}

/// `<h2 id="…">`. An invalid level becomes 1, as in the original.
pub(super) fn heading(attributes: &Attributes<'_>) -> Tag {
    let name = match attributes.whole("level", 1..=6) {
        Some(2) => "h2",
        Some(3) => "h3",
        Some(4) => "h4",
        Some(5) => "h5",
        Some(6) => "h6",
        _ => "h1",
    };
    aligned(Tag::new(name).with_some("id", id(attributes).as_deref()), attributes)
}

/// The empty link after a heading's text, for style sheets.
pub(super) fn anchor(attributes: &Attributes<'_>) -> Option<Tag> {
    let id = id(attributes)?;
    Some(Tag::new("a").with("href", &format!("#{id}")).with("class", "heading-anchor-link"))
}

/// The text of a node without its marks, as headings show it.
pub(super) fn plain(node: &Node<'_>, text: &mut String) {
    if node.kind == "text" {
        text.push_str(&node.text);
    } else {
        node.content.iter().for_each(|node| plain(node, text));
    }
}

/// `<ol start="3" type="a">`.
pub(super) fn ordered_list(attributes: &Attributes<'_>) -> Tag {
    let start = attributes.whole("start", 0..=u32::MAX).filter(|start| *start != 1);
    Tag::new("ol")
        .with_some("start", start.map(|start| start.to_string()).as_deref())
        .with_some("type", attributes.word("type", &["1", "a", "A", "i", "I"]))
}

/// `<code class="language-rust">`, the inner one of a block's two elements.
pub(super) fn code(attributes: &Attributes<'_>) -> Tag {
    let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'#' | b'.');
    let language = attributes.text("language").filter(|name| !name.is_empty() && name.bytes().all(legal));
    Tag::new("code").with_some("class", language.map(|name| format!("language-{name}")).as_deref())
}

fn aligned(tag: Tag, attributes: &Attributes<'_>) -> Tag {
    let alignment = attributes.word("textAlign", &ALIGNMENTS);
    tag.with_some("style", alignment.map(|alignment| format!("text-align: {alignment}")).as_deref())
}

fn id<'a>(attributes: &Attributes<'a>) -> Option<Cow<'a, str>> {
    let illegal = |c: char| c.is_whitespace() || c.is_control();
    attributes.text("id").filter(|id| !id.is_empty() && !id.contains(illegal))
}
