//! One file's record, from what was read of it.

use ide::{Document, Snapshot};
use nlp::{Analysis, ArticleDate, Zone};
use text::{Span, Spans};

use super::record::{self, Range};

/// What surrounds a file while its record is written.
pub struct Reader<'a> {
    /// The folder.
    pub snapshot: &'a Snapshot,
    /// The file.
    pub document: &'a Document,
    /// What was read of it.
    pub analysis: &'a Analysis,
}

impl Reader<'_> {
    /// The record of the file, without what only its bytes or its caller know.
    pub fn record(&self) -> record::File {
        let analysis = self.analysis;
        record::File {
            path: self.document.path.to_string(),
            sha256: None,
            chars: self.document.lines.chars(self.document.lines.len()),
            articles: analysis.articles.iter().map(|article| self.article(article)).collect(),
            zones: analysis.layout.segments.iter().map(|segment| self.zone(segment)).collect(),
            sentences: analysis
                .articles
                .iter()
                .flat_map(|article| &article.sentences)
                .map(|span| self.range(*span))
                .collect(),
            mentions: self.mentions(),
            times: analysis.articles.iter().flat_map(|article| &article.times).map(|time| self.time(time)).collect(),
            attributions: self.attributions(),
            claims: self.claims(),
            findings: self.findings(),
            tokens: None,
            sources: None,
        }
    }

    fn range(&self, span: Span) -> Range {
        range(self.document, span)
    }

    fn ranges(&self, spans: Option<&Spans>) -> Vec<Range> {
        spans.map(|spans| spans.iter().map(|span| self.range(span)).collect()).unwrap_or_default()
    }

    fn article(&self, article: &nlp::Article) -> record::Article {
        let layout = &article.layout;
        let [start, end] = self.range(layout.span);
        record::Article {
            start,
            end,
            title: layout.title.map(|span| self.range(span)),
            outlet: layout.outlet.as_ref().map(|outlet| outlet.name.clone()),
            language: layout.language.tag.clone(),
            analysed: layout.language.analysed,
            translation: layout.translation.as_ref().map(|translation| {
                let [start, end] = self.range(translation.span);
                record::Translation { from: translation.from.clone(), by: translation.by.clone(), start, end }
            }),
            date: self.date(&article.date),
        }
    }

    fn date(&self, date: &ArticleDate) -> record::ArticleDate {
        let evidence = date.evidence.iter().map(|evidence| {
            let [start, end] = self.range(evidence.span);
            record::Evidence { start, end, why: evidence.why.clone() }
        });
        record::ArticleDate {
            value: date.value.clone(),
            precision: date.precision.name(),
            certainty: date.certainty.name(),
            from: date.from.map(|day| day.to_string()),
            to: date.to.map(|day| day.to_string()),
            candidates: date.candidates.clone(),
            evidence: evidence.collect(),
        }
    }

    fn zone(&self, segment: &nlp::Segment) -> record::Zone {
        let [start, end] = self.range(segment.span);
        // The interface has fewer words: metadata is a header, and a ruled line is furniture.
        let zone = match segment.zone {
            Zone::FrontMatter => Zone::Header,
            Zone::Separator => Zone::Navigation,
            zone => zone,
        };
        record::Zone { start, end, kind: zone.name() }
    }

    /// People, bodies, places and events, in text order.
    fn mentions(&self) -> Vec<record::Mention> {
        let mut all = Vec::new();
        for (number, article) in self.analysis.articles.iter().enumerate() {
            for (at, entity) in article.entities.iter().enumerate() {
                let id = self.entity_id(number, at);
                all.extend(
                    entity
                        .mentions
                        .iter()
                        .map(|mention| self.mention(mention.span, mention.span, entity.kind, mention.form, id.clone())),
                );
            }
            for (at, event) in article.events.iter().enumerate() {
                let id = self.event_id(number, at);
                all.push(self.mention(event.span, event.core, nlp::Kind::Event, event.form, id));
            }
        }
        all.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
        all
    }

    fn mention(
        &self,
        span: Span,
        core: Span,
        kind: nlp::Kind,
        form: nlp::Form,
        entity: Option<String>,
    ) -> record::Mention {
        let [start, end] = self.range(span);
        record::Mention { start, end, kind: kind.name(), form: form.name(), core: self.range(core), entity }
    }

    fn entity_id(&self, article: usize, entity: usize) -> Option<String> {
        let member = self.member(article, entity);
        Some(self.snapshot.index().entity_of(&member)?.id.clone())
    }

    fn event_id(&self, article: usize, event: usize) -> Option<String> {
        let member = self.member(article, event);
        Some(self.snapshot.index().event_of(&member)?.id.clone())
    }

    fn member(&self, article: usize, entity: usize) -> corpus::Member {
        corpus::Member { path: self.document.path.clone(), article: article as u32, entity: entity as u32 }
    }

    fn time(&self, time: &nlp::ResolvedTime) -> record::Time {
        let [start, end] = self.range(time.span);
        record::Time {
            start,
            end,
            kind: time.kind.name(),
            value: time.value.clone(),
            from: time.interval.map(|(from, _)| from.to_string()),
            to: time.interval.map(|(_, to)| to.to_string()),
            vague: time.expression.vague,
            rule: time.expression.rule.to_owned(),
        }
    }

    /// The attributions, each with those that stand within what it says.
    fn attributions(&self) -> Vec<record::Attribution> {
        let mut all = Vec::new();
        for (number, article) in self.analysis.articles.iter().enumerate() {
            let hosts = hosts(article);
            let within = |host: usize| hosts.iter().enumerate().filter(move |(_, own)| **own == Some(host));
            let outer = hosts.iter().enumerate().filter(|(_, host)| host.is_none());
            all.extend(outer.map(|(at, _)| {
                let nested = within(at).map(|(inner, _)| self.attribution(number, inner)).collect();
                record::Attribution { nested, ..self.attribution(number, at) }
            }));
        }
        all
    }

    fn attribution(&self, number: usize, at: usize) -> record::Attribution {
        let article = &self.analysis.articles[number];
        let attribution = &article.attributions[at];
        let speaker = article.speakers.get(at).copied().flatten();
        record::Attribution {
            source: self.ranges(attribution.source.as_ref()),
            cue: self.ranges(Some(&attribution.cue)),
            content: self.ranges(attribution.content.as_ref()),
            quotation: attribution.quotation.name(),
            grade: attribution.grade.name(),
            source_kind: attribution.source_kind.name(),
            speaker: speaker.and_then(|entity| self.entity_id(number, entity)),
            addressee: attribution.addressee.and_then(|span| self.entity_at(number, article, span)),
            nested: Vec::new(),
        }
    }

    /// The entity that is mentioned within a span.
    fn entity_at(&self, number: usize, article: &nlp::Article, span: Span) -> Option<String> {
        let mentioned =
            |entity: &nlp::coreference::Entity| entity.mentions.iter().any(|mention| span.intersects(mention.span));
        self.entity_id(number, article.entities.iter().position(mentioned)?)
    }

    fn claims(&self) -> Vec<record::Claim> {
        let mut all = Vec::new();
        let mut before = 0;
        for article in &self.analysis.articles {
            let hosts = hosts(article);
            // Where an attribution stands among those that are listed: those within others are not.
            let listed = |at: usize| hosts[..hosts[at].unwrap_or(at)].iter().filter(|host| host.is_none()).count();
            all.extend(article.claims.iter().map(|claim| {
                let [start, end] = self.range(claim.span);
                record::Claim {
                    start,
                    end,
                    kind: claim.kind.name(),
                    attributed: claim.standing.name(),
                    attribution: claim.attribution.map(|at| before + listed(at)),
                    dated: claim.dated.name(),
                }
            }));
            before += hosts.iter().filter(|host| host.is_none()).count();
        }
        all
    }

    fn findings(&self) -> Vec<record::Finding> {
        let findings = self.snapshot.findings(&self.document.path).into_iter().map(|finding| {
            let [start, end] = self.range(finding.span);
            record::Finding {
                code: finding.code,
                rule: finding.rule,
                severity: finding.severity.name(),
                start,
                end,
                grade: finding.grade,
                related: finding.related.iter().filter_map(|related| self.related(related)).collect(),
                fixes: finding.fixes.into_iter().map(|fix| fix.title).collect(),
                message: finding.message,
            }
        });
        findings.collect()
    }

    /// A related place; one in a file that is not there cannot be told in code points and is left out.
    fn related(&self, related: &rules::Related) -> Option<record::Related> {
        let (path, [start, end]) = match &related.path {
            None => (self.document.path.to_string(), self.range(related.span)),
            Some(path) => {
                let other = self.snapshot.document(path)?;
                (path.to_string(), range(&other, related.span))
            }
        };
        Some(record::Related { path, start, end, message: related.message.clone() })
    }

    /// The tokens of the statistical pipeline in all segments, as they are.
    pub fn tokens(&self) -> Vec<record::Token> {
        let mut all = Vec::new();
        for segment in &self.analysis.layout.segments {
            let parsed = nlp::parse::parsed(segment.span.of(&self.document.text));
            let before = all.len();
            all.extend(parsed.tokens.iter().map(|token| {
                let [start, end] = self.range(Span::new(token.start, token.end).shift(segment.span.start));
                record::Token {
                    start,
                    end,
                    tag: token.tag.as_str(),
                    pos: token.pos.as_str(),
                    lemma: parsed.lemma(token).to_owned(),
                    head: before + token.head as usize,
                    dep: token.dep.as_str(),
                    sent: token.starts_sentence,
                    ent: match token.entity {
                        engine::Entity::Out => "O".to_owned(),
                        engine::Entity::Begin(kind) => format!("B-{kind}"),
                        engine::Entity::In(kind) => format!("I-{kind}"),
                    },
                }
            }));
        }
        all
    }
}

/// Bytes of a document as code points.
pub fn range(document: &Document, span: Span) -> Range {
    [document.lines.chars(span.start), document.lines.chars(span.end)]
}

/// For each attribution the outermost one that it stands within, if it does.
fn hosts(article: &nlp::Article) -> Vec<Option<usize>> {
    let all = &article.attributions;
    let host = |inner: &nlp::Attribution| {
        let cue = inner.cue.first();
        let holds = |outer: &nlp::Attribution| outer.content.as_ref().is_some_and(|content| content.contains_span(cue));
        all.iter().position(|outer| !outer.nested && holds(outer)).filter(|_| inner.nested)
    };
    all.iter().map(host).collect()
}
