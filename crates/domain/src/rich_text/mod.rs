//! Renders rich text as HTML, as the TipTap editor's own `generateHTML` does.
//!
//! A document is the editor's JSON, `{"type":"doc","content":[…]}`, and any holder of a key may
//! have written it: it is untrusted input. `node` parses it in one pass into a tree of bounded
//! depth, without values of the wrong type. `render` walks the tree and opens and closes marks as
//! ProseMirror's serializer does; `block`, `table`, `media` and `alert` render nodes, `mark`
//! renders marks. They build a `tag`, which writes only fixed names and escaped values.
//!
//! Invariants: only elements and attributes named in this module are written; an address has a
//! scheme that executes nothing (`url`); a style consists of numbers and of words from closed
//! lists. Unknown nodes are replaced by their content; unknown marks and attributes are dropped.
//! Time and memory are proportional to the document's length, never to a number in it.
//!
//! Not here: whether a field may hold the document (`field::rich_text`). To add a node, start at
//! `render`; to add a mark, at `mark`.

mod alert;
mod attributes;
mod block;
mod color;
mod escape;
#[cfg(test)]
mod hostile;
mod mark;
mod media;
mod node;
mod render;
mod table;
mod tag;
#[cfg(test)]
mod tests;
mod url;
mod youtube;

use render::Renderer;

/// Renders a document as HTML; `None` when the text is not JSON or not a document. An empty
/// document gives an empty text.
///
/// `random` makes each alert's id, so that its colours apply to it alone: four random bytes per
/// call, eight hexadecimal digits in the HTML. Bytes need no check before they are written into a
/// style sheet: `&mut || ctx.random()`.
#[must_use]
pub fn html(json: &str, random: &mut dyn FnMut() -> [u8; 4]) -> Option<String> {
    let document = node::document(json)?;
    let mut renderer = Renderer::new(random);
    renderer.fragment(&document.content);
    Some(renderer.finish())
}
