//! What is offered to somebody who writes a draft: the sources' words behind an opening quotation mark, names elsewhere; and
//! to somebody who edits the registry.

use ide::{Nameable, Offer, OfferKind, Quotable, Registry, SymbolKind, Written};
use serde::{Deserialize, Serialize};
use text::{LineIndex, Span};

use super::answers::markup;
use super::proto::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTextEdit, CompletionList,
    CompletionResponse, Documentation, Position, TextEdit,
};
use super::view::View;

/// What an offered name carries, for the card that is asked for when it is looked at.
#[derive(Serialize, Deserialize, Debug)]
pub struct Offered {
    /// The draft's address.
    pub uri: String,
    /// Where it was asked.
    position: Position,
    /// Whose name it is.
    id: String,
}

impl Offered {
    /// What an item carries, if it is a name of ours.
    pub fn of(item: &CompletionItem) -> Option<Offered> {
        serde_json::from_value(item.data.clone()?).ok()
    }
}

/// The sources' words that go on as a quotation was begun, else the names that go on as one was begun. More typing means
/// fewer of them, so that the client has to ask again.
pub fn completion(view: &View, path: &str, position: Position) -> Option<CompletionResponse> {
    if Registry::is_file(path) {
        return offers(view, path, position);
    }
    let document = view.document(path)?;
    let offset = view.offset(&document, position);
    let quotable = view.snapshot.quotable(path, offset);
    let quotable = quotable.iter().map(|quotable| quotation(view, (&document.lines, &document.text), quotable));
    let names = view.snapshot.nameable(path, offset);
    let names = names.iter().map(|name| named(view, path, position, name));
    Some(list(quotable.chain(names)))
}

/// Entries, keys and values of a file of the registry.
fn offers(view: &View, path: &str, position: Position) -> Option<CompletionResponse> {
    let (lines, text) = (view.lines(path)?, view.text(path)?);
    let offers = view.snapshot.entry_offers(path, view.offset_in(&lines, position));
    Some(list(offers.iter().map(|offer| offered(view, (&lines, &text), offer))))
}

/// Items in this order.
fn list(items: impl Iterator<Item = CompletionItem>) -> CompletionResponse {
    let mut items: Vec<CompletionItem> = items.collect();
    for (at, item) in items.iter_mut().enumerate() {
        item.sort_text = Some(format!("{at:02}"));
    }
    CompletionResponse::CompletionList(CompletionList { is_incomplete: true, items, ..CompletionList::default() })
}

/// An offered name with the card of who bears it.
pub fn with_card(view: &View, path: &str, mut item: CompletionItem) -> CompletionItem {
    let card = || {
        let offered = Offered::of(&item)?;
        let offset = view.offset(&*view.document(path)?, offered.position);
        view.snapshot.name_card(path, offset, &offered.id)
    };
    if let Some(card) = card() {
        item.documentation = Some(Documentation::MarkupContent(markup(view, &card)));
    }
    item
}

fn offered(view: &View, page: (&LineIndex, &str), offer: &Offer) -> CompletionItem {
    CompletionItem {
        label: offer.label.clone(),
        kind: Some(match offer.kind {
            OfferKind::Key => CompletionItemKind::Field,
            OfferKind::Word => CompletionItemKind::Value,
            OfferKind::Entry(_) => CompletionItemKind::Snippet,
            OfferKind::Name(kind) => item_kind(kind),
        }),
        detail: Some(offer.detail.clone()).filter(|detail| !detail.is_empty()),
        documentation: offer.card.as_ref().map(|card| Documentation::MarkupContent(markup(view, card))),
        ..replacing(view, page, offer.typed, &offer.text)
    }
}

fn quotation(view: &View, page: (&LineIndex, &str), quotable: &Quotable) -> CompletionItem {
    CompletionItem {
        label: label(&quotable.words),
        kind: Some(CompletionItemKind::Text),
        detail: Some(quotable.speaker.iter().cloned().chain([quotable.whence.clone()]).collect::<Vec<_>>().join(" · ")),
        documentation: Some(Documentation::String(quotable.words.clone())),
        ..replacing(view, page, quotable.typed, &quotable.text)
    }
}

fn named(view: &View, path: &str, position: Position, name: &Nameable) -> CompletionItem {
    let Some(document) = view.document(path) else { return CompletionItem::default() };
    let what = match name.written {
        Written::Introduced => Some("first mention".to_owned()),
        Written::Short => Some("later mention".to_owned()),
        Written::Full => name.role.clone(),
    };
    let offered = Offered { uri: view.place.uri(path), position, id: name.id.clone() };
    let item = CompletionItem {
        label: name.text.clone(),
        label_details: view.client.label_details.then(|| CompletionItemLabelDetails::new(None, what.clone())),
        detail: name.role.clone().filter(|_| view.client.label_details).or(what),
        kind: Some(item_kind(name.kind)),
        data: serde_json::to_value(&offered).ok(),
        ..replacing(view, (&document.lines, &document.text), name.typed, &name.text)
    };
    // Whoever does not ask for the card when it is looked at gets it at once.
    if view.client.resolves_offers { item } else { with_card(view, path, item) }
}

fn item_kind(kind: SymbolKind) -> CompletionItemKind {
    match kind {
        SymbolKind::Person => CompletionItemKind::Class,
        SymbolKind::Place => CompletionItemKind::Struct,
        SymbolKind::Event => CompletionItemKind::Event,
        _ => CompletionItemKind::Module,
    }
}

fn replacing(view: &View, (lines, source): (&LineIndex, &str), typed: Span, text: &str) -> CompletionItem {
    CompletionItem {
        // Clients drop what does not begin with what was typed, in its very letters.
        filter_text: Some(typed.of(source).to_owned()),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit {
            range: view.range_in(lines, typed),
            new_text: text.to_owned(),
        })),
        ..CompletionItem::default()
    }
}

/// A quotation, short enough for a list.
fn label(words: &str) -> String {
    const WIDE: usize = 60;
    match words.char_indices().nth(WIDE) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
