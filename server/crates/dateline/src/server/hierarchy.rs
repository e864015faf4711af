//! What holds what, as the protocol's type hierarchy: a body's parent, a place's country, the visit that a meeting is part of
//! are supertypes.

use ide::Node;

use super::answers::symbol_kind;
use super::proto::{LspAny, Position, TypeHierarchyItem, Uri};
use super::view::View;

/// The body, place or event at a position.
pub fn node(view: &View, path: &str, position: Position) -> Option<Vec<TypeHierarchyItem>> {
    let node = view.snapshot.node(path, view.offset(&*view.document(path)?, position))?;
    Some(vec![item(view, &node)?])
}

/// What an item belongs to.
pub fn supertypes(view: &View, path: &str, asked: &TypeHierarchyItem) -> Option<Vec<TypeHierarchyItem>> {
    let offset = view.offset(&*view.document(path)?, asked.selection_range.start);
    let nodes = view.snapshot.supertypes(path, offset, asked.data.as_ref()?.as_str()?);
    Some(nodes.iter().filter_map(|node| item(view, node)).collect())
}

/// What belongs to an item.
pub fn subtypes(view: &View, path: &str, asked: &TypeHierarchyItem) -> Option<Vec<TypeHierarchyItem>> {
    let offset = view.offset(&*view.document(path)?, asked.selection_range.start);
    let nodes = view.snapshot.subtypes(path, offset, asked.data.as_ref()?.as_str()?);
    Some(nodes.iter().filter_map(|node| item(view, node)).collect())
}

fn item(view: &View, node: &Node) -> Option<TypeHierarchyItem> {
    let document = view.document(&node.path)?;
    Some(TypeHierarchyItem {
        name: node.name.clone(),
        kind: symbol_kind(node.kind),
        tags: None,
        detail: Some(node.detail.clone()),
        uri: Uri(view.place.uri(&node.path)),
        range: view.range(&document, node.span),
        selection_range: view.range(&document, node.focus),
        data: Some(LspAny::from(node.id.as_str())),
    })
}
