//! Walks the tree and writes the HTML.
//!
//! The marks of adjacent nodes are compared from the outside in, as ProseMirror's serializer does:
//! shared marks stay open, the others are closed and reopened. The walk is recursive;
//! `node::DEPTH_MAX` limits the depth.

use super::attributes::Attributes;
use super::node::Node;
use super::tag::Tag;
use super::{alert, block, escape, mark, media, table, youtube};

/// The HTML written so far.
pub(super) struct Renderer<'r> {
    html: String,
    random: &'r mut dyn FnMut() -> [u8; 4],
    /// The number of columns that may still be written.
    columns: usize,
}

impl<'r> Renderer<'r> {
    /// An empty output.
    pub(super) fn new(random: &'r mut dyn FnMut() -> [u8; 4]) -> Self {
        Self { html: String::new(), random, columns: table::COLUMNS_MAX }
    }

    /// The finished HTML.
    pub(super) fn finish(self) -> String {
        self.html
    }

    /// Writes nodes and the marks around them.
    pub(super) fn fragment(&mut self, nodes: &[Node<'_>]) {
        let mut open: Vec<Tag> = Vec::new();
        for node in nodes {
            let marks = mark::tags(node.marks);
            let kept = open.iter().zip(&marks).take_while(|(open, mark)| open == mark).count();
            self.close(&mut open, kept);
            for mark in marks.into_iter().skip(kept) {
                mark.open(&mut self.html);
                open.push(mark);
            }
            self.node(node);
        }
        self.close(&mut open, 0);
    }

    /// Closes marks, inner ones first, until that many are open.
    fn close(&mut self, open: &mut Vec<Tag>, kept: usize) {
        while open.len() > kept
            && let Some(mark) = open.pop()
        {
            mark.close(&mut self.html);
        }
    }

    fn node(&mut self, node: &Node<'_>) {
        let attributes = Attributes::read(node.attributes);
        match &*node.kind {
            "text" => escape::push(&mut self.html, &node.text),
            "paragraph" => self.element(&block::paragraph(&attributes), &node.content),
            "heading" => self.heading(node, &attributes),
            "blockquote" => self.element(&Tag::new("blockquote"), &node.content),
            "bulletList" => self.element(&Tag::new("ul"), &node.content),
            "orderedList" => self.element(&block::ordered_list(&attributes), &node.content),
            "listItem" => self.element(&Tag::new("li"), &node.content),
            "codeBlock" => self.code(node, &attributes),
            "hardBreak" => Tag::new("br").open(&mut self.html),
            "horizontalRule" => Tag::new("hr").open(&mut self.html),
            "table" => self.table(node),
            "tableRow" => self.element(&Tag::new("tr"), &node.content),
            "tableHeader" => self.element(&table::cell("th", &attributes), &node.content),
            "tableCell" => self.element(&table::cell("td", &attributes), &node.content),
            "image" => media::image(&attributes).open(&mut self.html),
            "video" => media::video(&attributes).iter().for_each(|video| self.element(video, &[])),
            "youtube" => youtube::push(&mut self.html, &attributes),
            "alert" => alert::push(&mut self.html, &attributes, (self.random)()),
            _ => self.fragment(&node.content),
        }
    }

    fn element(&mut self, tag: &Tag, content: &[Node<'_>]) {
        tag.open(&mut self.html);
        self.fragment(content);
        tag.close(&mut self.html);
    }

    /// Headings show plain text, and a link to themselves.
    fn heading(&mut self, node: &Node<'_>, attributes: &Attributes<'_>) {
        let tag = block::heading(attributes);
        let mut text = String::new();
        block::plain(node, &mut text);
        tag.open(&mut self.html);
        escape::push(&mut self.html, &text);
        if let Some(anchor) = block::anchor(attributes) {
            self.element(&anchor, &[]);
        }
        tag.close(&mut self.html);
    }

    fn code(&mut self, node: &Node<'_>, attributes: &Attributes<'_>) {
        let block = Tag::new("pre");
        block.open(&mut self.html);
        self.element(&block::code(attributes), &node.content);
        block.close(&mut self.html);
    }

    fn table(&mut self, node: &Node<'_>) {
        let columns = table::columns(node, self.columns);
        self.columns -= columns.len().min(self.columns);
        let (table, group) = (table::table(&columns), Tag::new("colgroup"));
        table.open(&mut self.html);
        group.open(&mut self.html);
        columns.iter().for_each(|width| table::column(*width).open(&mut self.html));
        group.close(&mut self.html);
        self.element(&Tag::new("tbody"), &node.content);
        table.close(&mut self.html);
    }
}
