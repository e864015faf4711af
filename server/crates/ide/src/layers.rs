//! What each layer says of a text, as labels on stretches of it: for `dateline show` and for the pages that test the
//! layers. A wrong reading shows here first in the layer that is to blame.

use std::str::FromStr;

use ::marks::article_path;
use lang::segment::Shape;
use nlp::article::Speech;
use nlp::{Analysis, Article, EventMention, Form, Kind, ResolvedTime};
use rules::Finding;
use text::Span;

use crate::snapshot::{Document, Snapshot};

/// A layer of what is known of a text, in the order they are built on one another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Layer {
    /// Where articles begin, and their titles.
    Articles,
    /// What each stretch of text is on its page.
    Zones,
    /// Words, numbers, marks.
    Tokens,
    /// What the statistical pipeline says of every token: its head, label and part of speech; and the names it finds.
    Tree,
    /// Sentences.
    Sentences,
    /// Quotations.
    Quotes,
    /// Expressions of time.
    Times,
    /// People, bodies and places, by kind and form.
    Mentions,
    /// The same, by who they are in the folder.
    Entities,
    /// Events.
    Events,
    /// Who says what.
    Attributions,
    /// What every sentence claims.
    Claims,
    /// What the rules find.
    Findings,
}

/// A stretch of text and what a layer says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// In bytes from the file's start; empty for a place between characters.
    pub span: Span,
    /// What is said.
    pub text: String,
    /// Which knowledge says so, where the layer remembers it.
    pub why: String,
}

impl Layer {
    /// All layers.
    pub const ALL: [Layer; 13] = [
        Layer::Articles,
        Layer::Zones,
        Layer::Tokens,
        Layer::Tree,
        Layer::Sentences,
        Layer::Quotes,
        Layer::Times,
        Layer::Mentions,
        Layer::Entities,
        Layer::Events,
        Layer::Attributions,
        Layer::Claims,
        Layer::Findings,
    ];

    /// Its name, as options and pages write it.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Articles => "articles",
            Layer::Zones => "zones",
            Layer::Tokens => "tokens",
            Layer::Tree => "tree",
            Layer::Sentences => "sentences",
            Layer::Quotes => "quotes",
            Layer::Times => "times",
            Layer::Mentions => "mentions",
            Layer::Entities => "entities",
            Layer::Events => "events",
            Layer::Attributions => "attributions",
            Layer::Claims => "claims",
            Layer::Findings => "findings",
        }
    }
}

impl FromStr for Layer {
    type Err = String;

    fn from_str(name: &str) -> Result<Layer, String> {
        let names = || Layer::ALL.map(Layer::name).join(", ");
        Layer::ALL
            .into_iter()
            .find(|layer| layer.name() == name)
            .ok_or_else(|| format!("no layer is called `{name}`: there are {}", names()))
    }
}

impl Snapshot {
    /// What a layer says of a document, in text order. Empty for a document that is not there. Sidecars and the registry have findings.
    pub fn labels(&self, path: &str, layer: Layer) -> Vec<Label> {
        if let (Some(article), Layer::Findings) = (article_path(path), layer) {
            return self.sidecar_findings(article).iter().map(finding_label).collect();
        }
        if let (true, Layer::Findings) = (crate::Registry::is_file(path), layer) {
            return self.registry_findings(path).iter().map(finding_label).collect();
        }
        let (Some(document), Some(analysis)) = (self.document(path), self.analysis(path)) else { return Vec::new() };
        let reader = Reader { snapshot: self, document: &document, analysis: &analysis };
        let mut labels = reader.labels(layer);
        labels.sort_by(|a, b| {
            (a.span.start, std::cmp::Reverse(a.span.end), &a.text).cmp(&(
                b.span.start,
                std::cmp::Reverse(b.span.end),
                &b.text,
            ))
        });
        labels
    }
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    document: &'a Document,
    analysis: &'a Analysis,
}

impl Reader<'_> {
    fn labels(&self, layer: Layer) -> Vec<Label> {
        let articles = || self.analysis.articles.iter().enumerate();
        match layer {
            Layer::Articles => articles().flat_map(|(_, article)| head(article)).collect(),
            Layer::Zones => self.zones(),
            Layer::Tokens => self.tokens(),
            Layer::Tree => self.tree(),
            Layer::Sentences => {
                articles().flat_map(|(_, article)| &article.sentences).map(|span| label(*span, "sentence")).collect()
            }
            Layer::Quotes => {
                articles().flat_map(|(_, article)| article.quotes.iter().map(|speech| quote(article, speech))).collect()
            }
            Layer::Times => articles().flat_map(|(_, article)| article.times.iter().map(time)).collect(),
            Layer::Mentions => self.mentions(),
            Layer::Entities => articles().flat_map(|(number, article)| self.entities(number, article)).collect(),
            Layer::Events => articles().flat_map(|(_, article)| article.events.iter().map(event)).collect(),
            Layer::Attributions => self.attributions(),
            Layer::Claims => articles().flat_map(|(_, article)| article.claims.iter().map(claim)).collect(),
            Layer::Findings => self.findings(),
        }
    }

    fn zones(&self) -> Vec<Label> {
        let zone = |segment: &nlp::Segment| {
            let repeated = if segment.repeated { " again" } else { "" };
            label(segment.span, format!("{}{repeated}", segment.zone.name()))
        };
        self.analysis.layout.segments.iter().map(zone).collect()
    }

    fn tokens(&self) -> Vec<Label> {
        let mut all = Vec::new();
        for (segment, annotations) in self.analysis.layout.segments.iter().zip(&self.analysis.segments) {
            all.extend(
                annotations.tokens.iter().map(|token| label(token.span.shift(segment.span.start), shape(token.shape))),
            );
        }
        all
    }

    fn tree(&self) -> Vec<Label> {
        let segments = self.analysis.layout.segments.iter();
        segments.flat_map(|segment| tree(segment.span.of(&self.document.text), segment)).collect()
    }

    /// Mentions that an article has joined with others, each with the knowledge that found it.
    fn mentions(&self) -> Vec<Label> {
        let mut all = Vec::new();
        for article in &self.analysis.articles {
            for entity in &article.entities {
                all.extend(entity.mentions.iter().map(|mention| Label {
                    span: mention.span,
                    text: kind_and_form(entity.kind, mention.form),
                    why: self.found_by(mention.span),
                }));
                all.extend(entity.mentions.iter().filter_map(|mention| mention.role).map(|span| label(span, "role")));
            }
        }
        all
    }

    fn found_by(&self, span: Span) -> String {
        let parts = self.analysis.layout.segments.iter().zip(&self.analysis.segments);
        let found = parts.filter(|(segment, _)| segment.span.contains_span(span)).find_map(|(segment, annotations)| {
            let here = span.unshift(segment.span.start);
            annotations.mentions.iter().find(|mention| mention.span == here).map(|mention| mention.found_by)
        });
        found.unwrap_or_default().to_owned()
    }

    fn entities(&self, number: usize, article: &Article) -> Vec<Label> {
        let mut all = Vec::new();
        for (at, entity) in article.entities.iter().enumerate() {
            let member = corpus::Member { path: self.document.path.clone(), article: number as u32, entity: at as u32 };
            let Some(known) = self.snapshot.index().entity_of(&member) else { continue };
            all.extend(entity.mentions.iter().map(|mention| label(mention.span, known.id.clone())));
        }
        all
    }

    fn attributions(&self) -> Vec<Label> {
        let mut all = Vec::new();
        let attributions = self.analysis.articles.iter().flat_map(|article| &article.attributions);
        for (number, attribution) in (1..).zip(attributions) {
            let mut role = |name: &str, spans: Option<&text::Spans>, detail: &str| {
                all.extend(
                    spans
                        .into_iter()
                        .flat_map(text::Spans::iter)
                        .map(|span| label(span, format!("{name}#{number} {detail}"))),
                );
            };
            role("source", attribution.source.as_ref(), attribution.source_kind.name());
            role("cue", Some(&attribution.cue), attribution.grade.name());
            role("content", attribution.content.as_ref(), attribution.quotation.name());
            all.extend(attribution.addressee.map(|span| label(span, format!("addressee#{number}"))));
        }
        all
    }

    fn findings(&self) -> Vec<Label> {
        self.snapshot.findings(&self.document.path).iter().map(finding_label).collect()
    }
}

fn finding_label(finding: &Finding) -> Label {
    label(finding.span, format!("{} {}: {}", finding.code, short(finding.severity), finding.message))
}

fn label(span: Span, text: impl Into<String>) -> Label {
    Label { span, text: text.into(), why: String::new() }
}

/// Where an article begins, with its date and outlet, and its title.
fn head(article: &Article) -> Vec<Label> {
    let (layout, date) = (&article.layout, &article.date);
    let mut words = vec!["article".to_owned()];
    words.extend(date.value.clone());
    words.push(date.certainty.name().to_owned());
    words.extend(layout.outlet.as_ref().map(|outlet| outlet.name.clone()));
    words.extend((!layout.language.analysed).then(|| layout.language.tag.clone()));
    let evidence: Vec<&str> = date.evidence.iter().map(|evidence| evidence.why.as_str()).collect();
    let begins = Label { span: Span::empty(layout.span.start), text: words.join(" "), why: evidence.join(", ") };
    std::iter::once(begins).chain(layout.title.map(|span| label(span, "title"))).collect()
}

/// `nsubj said NNP`: every word with the word it hangs on; `name PERSON`: every name.
fn tree(text: &str, segment: &nlp::Segment) -> Vec<Label> {
    let parsed = nlp::parse::parsed(text);
    let span = |start: u32, end: u32| Span::new(start, end).shift(segment.span.start);
    let word = |token: &engine::Token| {
        let head = parsed.tokens.get(token.head as usize).filter(|head| head.start != token.start);
        let head = head.map(|head| format!(" {}", &text[head.range()])).unwrap_or_default();
        label(span(token.start, token.end), format!("{}{head} {}", token.dep, token.tag))
    };
    let name = |name: engine::Name| {
        let tokens = parsed.tokens.get(name.tokens)?;
        Some(label(span(tokens.first()?.start, tokens.last()?.end), format!("name {}", name.kind)))
    };
    let words = parsed.tokens.iter().filter(|token| token.tag != engine::Tag::Space).map(word);
    words.chain(parsed.names().into_iter().filter_map(name)).collect()
}

fn shape(shape: Shape) -> String {
    format!("{shape:?}").to_lowercase()
}

fn quote(article: &Article, speech: &Speech) -> Label {
    let mut words = vec!["quote"];
    words.extend(speech.dash.then_some("dash"));
    words.extend(speech.nested.then_some("nested"));
    words.extend(speech.mixed.then_some("mixed"));
    words.extend((!speech.opened).then_some("unopened"));
    words.extend((!speech.closed).then_some("unclosed"));
    let speaker = speech.attribution.and_then(|at| article.speakers.get(at).copied().flatten());
    let speaker = speaker.and_then(|at| article.entities.get(at)).map(|entity| format!(": {}", entity.name));
    label(speech.span, words.join(" ") + &speaker.unwrap_or_default())
}

fn time(time: &ResolvedTime) -> Label {
    let vague = if time.expression.vague { " vague" } else { "" };
    Label {
        span: time.span,
        text: format!("{} {}{vague}", time.kind.name(), time.value),
        why: format!("{}: {}", time.expression.rule, time.why),
    }
}

fn kind_and_form(kind: Kind, form: Form) -> String {
    match form {
        Form::Name => kind.name().to_owned(),
        form => format!("{} {}", kind.name(), form.name()),
    }
}

fn event(event: &EventMention) -> Label {
    let days = event.interval.map(|(from, to)| if from == to { format!(" {from}") } else { format!(" {from}/{to}") });
    let place = event.place.as_ref().map(|place| format!(" {place}"));
    label(event.span, format!("event {}{}{}", event.kind, days.unwrap_or_default(), place.unwrap_or_default()))
}

fn claim(claim: &nlp::Claim) -> Label {
    let why = format!("source {} {}, date {}", claim.need.0, claim.need.1.words(), claim.date_need);
    Label {
        span: claim.span,
        text: format!("{} {} {}", claim.kind.name(), claim.standing.name(), claim.dated.name()),
        why,
    }
}

fn short(severity: rules::Severity) -> &'static str {
    match severity {
        rules::Severity::Information => "info",
        other => other.name(),
    }
}
