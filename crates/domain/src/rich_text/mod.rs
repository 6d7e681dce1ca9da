//! Rich text as HTML: what the TipTap editor's own `generateHTML` would write of a stored document.
//!
//! A document is the editor's JSON, `{"type":"doc","content":[…]}`, and its author may be anybody
//! with a key: it is read as hostile. `node` reads it in one pass into a tree of bounded depth, in
//! which whatever has the wrong type is simply missing. `render` walks the tree, opening and
//! closing marks as ProseMirror's serializer does; what a node looks like is said in `block`,
//! `table`, `media` and `alert`, what a mark looks like in `mark`. They build a `tag`, and nothing
//! reaches the HTML but closed names and escaped values.
//!
//! Invariants: only elements and attributes that are named in this module are written; an address
//! has a scheme that runs nothing (`url`); a style is made of numbers and of words of closed lists.
//! Unknown nodes leave their content, unknown marks and attributes nothing. Time and memory grow
//! with the document, never with a number that it names.
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

/// A document as HTML; `None` when the text is no JSON, or no document. An empty document is the
/// empty text.
///
/// `random` names each alert, so that its colours are its own: four random bytes at a call, eight
/// hexadecimal digits in the HTML. They are bytes rather than digits because what is written into a
/// style sheet should need no check: `&mut || ctx.random()`.
#[must_use]
pub fn html(json: &str, random: &mut dyn FnMut() -> [u8; 4]) -> Option<String> {
    let document = node::document(json)?;
    let mut renderer = Renderer::new(random);
    renderer.fragment(&document.content);
    Some(renderer.finish())
}
