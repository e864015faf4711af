//! Verbs that report: `said`, `was quoted as saying`, `is expected to`.

use std::ops::Range;

use engine::{Dep, Tag};
use lang::segment::Shape;
use lang::{Frame, Verb};
use text::Span;

use super::draft::Draft;
use super::{Attitude, Grade, Reader};
use crate::mentions::{Form, Kind};

/// So many nodes a source has at most where only its place shows it.
const SOURCE: usize = 25;

/// A verb of the lexicon in a sentence. Numbers are nodes.
pub(super) struct Cue<'a> {
    /// The verb itself.
    pub at: usize,
    /// The words of its entry: `made clear`.
    pub words: Range<usize>,
    pub verb: &'a Verb,
    pub passive: bool,
}

/// Who speaks.
pub(super) struct Subject {
    /// The words of the clause.
    pub nodes: Range<usize>,
    /// What a pronoun of a relative clause stands for.
    pub antecedent: Option<Range<usize>>,
}

impl Reader<'_> {
    /// The attribution of the verb at `at`.
    pub(super) fn verb(&self, at: usize) -> Option<Draft> {
        let cue = self.cue(at)?;
        let subject = self.source(&cue);
        // `That said, …` is a turn of phrase.
        let turn = |subject: &Subject| {
            subject.antecedent.is_none() && self.sources.lang.closed.that.contains(self.lower(subject.nodes.start))
        };
        if subject.as_ref().is_some_and(|subject| subject.nodes.len() == 1 && turn(subject)) {
            return None;
        }
        if let Some(subject) = &subject
            && !self.may_speak(&cue, subject)
        {
            return None;
        }
        // `was heard to say`: the other verb tells what is said, and who says it.
        let hands_on = |child: usize| self.tree.dep(child) == Dep::Xcomp && self.reports(child);
        if subject.is_none() && cue.passive && self.tree.children(cue.at).any(hands_on) {
            return None;
        }
        let (content, preposition) = self.content(&cue, subject.as_ref().map(|subject| &subject.nodes))?;
        if subject.is_none() && !cue.passive && !cue.verb.raising {
            return None;
        }
        let group = self.group(&cue);
        let behind = cue.words.end;
        let mut words = vec![group];
        words.extend(preposition.map(|at| at..at + 1));
        // `was asked`: who is told something says nothing.
        let hears = cue.passive && subject.is_none() && cue.verb.addressee;
        let speech = cue.verb.grade == lang::Grade::Speech && !hears;
        let (source, antecedent) = subject.map_or((None, None), |subject| (Some(subject.nodes), subject.antecedent));
        Some(Draft {
            antecedent,
            grade: if speech { Grade::Speech } else { Grade::Attitude },
            attitude: if hears || cue.verb.raising { Some(Attitude::Act) } else { attitude(cue.verb) },
            addressee: self.addressee(&cue),
            is_subordinate: self.is_subordinate(&cue),
            ..Draft::said(source, words, content, behind)
        })
    }

    /// The verb hangs in a relative clause, or in one that gives a reason, a time, a condition.
    fn is_subordinate(&self, cue: &Cue) -> bool {
        let hangs = |at: usize| match self.tree.dep(at) {
            Dep::Relcl | Dep::Acl => true,
            Dep::Advcl => {
                (self.tree.child(at, &[Dep::Mark]).is_some() || self.is_when_clause(at)) && !self.is_as_clause(at)
            }
            _ => false,
        };
        hangs(cue.at) || self.tree.above(cue.at).any(hangs)
    }

    /// `when he sought …`
    fn is_when_clause(&self, verb: usize) -> bool {
        self.tree.children(verb).any(|child| child < verb && self.tree.tag(child) == Tag::Wrb)
    }

    /// The verb at `at`, if the lexicon has it: the longest entry that begins there.
    fn cue(&self, at: usize) -> Option<Cue<'_>> {
        let is_verb = is_verb(self.tree.tag(at)) && !matches!(self.tree.dep(at), Dep::Amod | Dep::Compound);
        if !is_verb && self.inverted(at).is_none() {
            return None;
        }
        let token = self.token(at);
        let words = self.sources.words;
        // A large letter inside a sentence makes a name of it: "Secretary of State".
        if words.shape(token) != Shape::Lower && !self.begins_sentence(at) {
            return None;
        }
        let reporting = &self.sources.lang.reporting;
        let (len, form) = words.phrase(&reporting.forms, token).or_else(|| self.predicate(at))?;
        let last = words.tokens.get(token + len - 1).map_or(at, |token| self.tree.at(token.span.start));
        let passive = self.tree.child(at, &[Dep::Auxpass, Dep::Nsubjpass, Dep::Agent]).is_some();
        Some(Cue { at, words: at..last.max(at) + 1, verb: reporting.verb(*form), passive })
    }

    /// The word at a node is a form of a verb of the lexicon.
    pub(super) fn reports(&self, at: usize) -> bool {
        self.sources.words.phrase(&self.sources.lang.reporting.forms, self.token(at)).is_some()
    }

    /// `was never very sure that`: the entry's form is `was sure`, and other words stand between.
    fn predicate(&self, at: usize) -> Option<(usize, &lang::Inflection)> {
        let adjective = self.tree.child(at, &[Dep::Acomp])?;
        let form = format!("{} {}", self.lower(at), self.lower(adjective));
        let form = self.sources.lang.reporting.forms.exact(&form)?;
        Some((self.token(adjective).checked_sub(self.token(at))? + 1, form))
    }

    /// `Said Ellis: "…"`: the name behind a verb that begins the sentence, where the parser takes both for one name.
    fn inverted(&self, at: usize) -> Option<Range<usize>> {
        // Hardly any word is one: what is cheap is asked first.
        if self.tree.dep(at) != Dep::Compound || !self.begins_sentence(at) || !self.reports(at) {
            return None;
        }
        let colon = (at + 2..self.tree.len().min(at + SOURCE)).find(|&at| self.lower(at) == ":")?;
        let opens = colon + 1 < self.tree.len() && self.tree.tag(colon + 1) == Tag::OpenQuote;
        let name = self.trimmed(at + 1..colon);
        let is_name = matches!(self.tree.tag(name.start), Tag::Nnp | Tag::Nnps)
            && !name.clone().any(|at| is_verb(self.tree.tag(at)));
        (opens && is_name).then_some(name)
    }

    fn begins_sentence(&self, at: usize) -> bool {
        let start = self.tree.node(at).span.start;
        self.sentences.iter().any(|sentence| sentence.span.start == start)
    }

    /// Who speaks: the subject, or whoever a passive names behind `by`.
    fn source(&self, cue: &Cue) -> Option<Subject> {
        if cue.verb.raising {
            return None;
        }
        if cue.passive {
            let agent = self.tree.child(cue.at, &[Dep::Agent])?;
            let noun = self.tree.child(agent, &[Dep::Pobj])?;
            return Some(Subject { nodes: self.tree.phrase(noun), antecedent: None });
        }
        if let Some(nodes) = self.inverted(cue.at) {
            return Some(Subject { nodes, antecedent: None });
        }
        let subject = self.subject(cue.at);
        match subject.filter(|subject| !self.is_quoted(subject.nodes.start)) {
            Some(subject) => Some(subject),
            None if self.is_finite(cue.at) => self.beside_quote(cue).or_else(|| self.named_before(cue)),
            None => None,
        }
    }

    /// `Every day the spokesman Sarichko, talkative as ever, has answered: "…"`: where the parser sees no subject, the name
    /// last given in the clause.
    fn named_before(&self, cue: &Cue) -> Option<Subject> {
        let speaks = cue.verb.grade == lang::Grade::Speech && cue.verb.frames.contains(&Frame::Quote);
        if !speaks || self.tree.dep(cue.at) == Dep::Relcl {
            return None;
        }
        // A verb that shares the subject of another has none of its own behind that.
        let joined = self.tree.head(cue.at).filter(|_| self.tree.dep(cue.at) == Dep::Conj);
        let floor = joined.map_or(0, |head| self.tree.node(head).span.end);
        let sentence = self.sentence(cue.at)?;
        let group = self.tree.span(self.group(cue));
        let names = self.sources.mentions_in(Span::new(sentence.start.max(floor), group.start));
        let name = names.filter(|mention| mention.form == Form::Name && mention.kind != Kind::Place).last()?;
        let between = self.nodes(Span::new(name.span.end, group.start));
        let told = between
            .clone()
            .any(|at| self.is_finite(at) && self.tree.dep(at) != Dep::Amod && is_verb(self.tree.tag(at)));
        let near = between.len() <= SOURCE
            && !told
            && self.quotes_in(Span::new(name.span.start, group.start)).next().is_none();
        near.then(|| Subject { nodes: self.nodes(name.span), antecedent: None })
    }

    /// `"…," the minister, a farmer's son, said`: where the parser sees no subject, what stands between the quotation and
    /// the verb.
    fn beside_quote(&self, cue: &Cue) -> Option<Subject> {
        let group = self.group(cue);
        let verb = self.tree.span(group.clone());
        let before = self.quotes.iter().filter(|quote| quote.depth == 0 && quote.span.end <= verb.start);
        let quote = before.max_by_key(|quote| quote.span.end)?;
        let nodes = self.trimmed(self.tree.at(quote.span.end)..group.start);
        let speaks = !nodes.is_empty()
            && nodes.len() <= SOURCE
            && !nodes.clone().any(|at| is_verb(self.tree.tag(at)) || self.tree.tag(at) == Tag::Stop)
            && self.sources.can_speak(self.tokens(nodes.clone()));
        speaks.then_some(Subject { nodes, antecedent: None })
    }

    fn is_finite(&self, at: usize) -> bool {
        matches!(self.tree.tag(at), Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Vbn)
    }

    /// The subject of the verb at `at`, its own or the one it shares.
    fn subject(&self, at: usize) -> Option<Subject> {
        let is_subject = |&child: &usize| matches!(self.tree.dep(child), Dep::Nsubj | Dep::Nsubjpass);
        // Words of a quotation may have been taken for the subject besides whoever says them.
        let own = self.tree.children(at).filter(is_subject).filter(|&child| !self.is_quoted(child));
        // Of several the one right before the verb, else the first behind it; of `The rule to consult is crucial, said Berg`
        // whoever stands behind the comma and the verb.
        let marked = at > 0 && self.lower(at - 1) == ",";
        let inverted = |child: usize| marked && self.tree.phrase(child).start == at + 1;
        let own = own.min_by_key(|&child| (!inverted(child), child > at, child.abs_diff(at)));
        if let Some(subject) = own {
            return self.own_subject(at, subject);
        }
        let head = self.tree.head(at)?;
        let to = self.tree.children(at).any(|child| self.tree.tag(child) == Tag::To);
        let bare = self.tree.tag(at) == Tag::Vbg || to;
        match self.tree.dep(at) {
            Dep::Conj if is_verb(self.tree.tag(head)) => self.subject(head),
            // `while chanting "…"`: a participle has the subject of what it hangs on.
            Dep::Advcl | Dep::Dep
                if is_verb(self.tree.tag(head))
                    && (self.tree.child(at, &[Dep::Mark]).is_none() || self.tree.tag(at) == Tag::Vbg) =>
            {
                self.shared(head)
            }
            Dep::Relcl => self.before(head, at),
            Dep::Acl if self.tree.tag(at) == Tag::Vbg => self.before(head, at),
            Dep::Xcomp | Dep::Ccomp if bare && is_verb(self.tree.tag(head)) => self.controlled(head, at),
            Dep::Pcomp if bare => {
                self.tree.head(head).filter(|&verb| is_verb(self.tree.tag(verb))).and_then(|verb| self.subject(verb))
            }
            _ => None,
        }
    }

    /// Who does what a participle behind the verb `head` says: its subject, or in `she said the talks had failed, adding that …`
    /// whoever tells of it.
    fn shared(&self, head: usize) -> Option<Subject> {
        let subject = self.subject(head)?;
        let nodes = self.trimmed(subject.antecedent.clone().unwrap_or(subject.nodes.clone()));
        let teller = self.tree.head(head).filter(|&teller| self.tree.dep(head) == Dep::Ccomp && self.reports(teller));
        match teller {
            Some(teller) if !nodes.is_empty() && !self.sources.can_speak(self.tokens(nodes)) => self.subject(teller),
            _ => Some(subject),
        }
    }

    /// `persuaded the minister to say`: the object speaks; else whoever is the subject.
    fn controlled(&self, head: usize, at: usize) -> Option<Subject> {
        let object =
            self.tree.child(head, &[Dep::Dobj]).filter(|&object| self.tree.dep(at) == Dep::Xcomp && object < at);
        match object {
            Some(object) => Some(Subject { nodes: self.tree.phrase(object), antecedent: None }),
            None => self.subject(head),
        }
    }

    fn own_subject(&self, verb: usize, subject: usize) -> Option<Subject> {
        let nodes = self.tree.phrase(subject);
        // Quoted words before it are not part of who says them.
        let quoted = self.quotes.iter().map(|quote| self.nodes(quote.span)).filter(|quote| quote.end <= subject);
        let start = quoted.map(|quote| quote.end).filter(|&end| end > nodes.start).max().unwrap_or(nodes.start);
        let nodes = start..nodes.end;
        // The verb may have been hung into its own subject: never let the two overlap.
        let nodes = if nodes.contains(&verb) { nodes.start..verb.min(nodes.end) } else { nodes };
        let relative = matches!(self.tree.tag(subject), Tag::Wp | Tag::Wdt)
            || self.tree.dep(verb) == Dep::Relcl && self.sources.lang.closed.relatives.contains(self.lower(subject));
        let antecedent = self
            .tree
            .head(verb)
            .filter(|_| relative && self.tree.dep(verb) == Dep::Relcl)
            .map(|noun| self.tree.phrase(noun).start..subject.max(noun + 1));
        Some(Subject { nodes, antecedent })
    }

    /// A noun with what stands before the clause that hangs on it: `a statement saying`.
    fn before(&self, noun: usize, clause: usize) -> Option<Subject> {
        let first = self.tree.phrase(clause).start;
        let nodes = self.tree.phrase(noun).start..first.max(noun + 1);
        Some(Subject { nodes, antecedent: None })
    }

    /// The verb with what helps it: `has repeatedly said`.
    pub(super) fn group(&self, cue: &Cue) -> Range<usize> {
        let helps = |at: usize| {
            self.tree.node(at).head as usize == cue.at
                && matches!(self.tree.dep(at), Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod)
        };
        let mut start = cue.at;
        while start > 0 && helps(start - 1) && self.tree.phrase(start - 1).len() == 1 {
            start -= 1;
        }
        let mut end = cue.words.end;
        while end < self.tree.len() && self.tree.dep(end) == Dep::Prt && self.tree.node(end).head as usize == cue.at {
            end += 1;
        }
        start..end
    }

    /// Whom it is told to: `told Izvestia`, `said to reporters`.
    pub(super) fn addressee(&self, cue: &Cue) -> Option<Range<usize>> {
        if !cue.verb.addressee || cue.passive {
            return None;
        }
        let told = self.tree.child(cue.at, &[Dep::Dobj, Dep::Dative])?;
        Some(self.tree.phrase(told)).filter(|nodes| nodes.start > cue.at)
    }

    /// Somebody who can say things; of a verb that only speakers have, anything may be its subject.
    fn may_speak(&self, cue: &Cue, subject: &Subject) -> bool {
        let nodes = self.trimmed(subject.antecedent.clone().unwrap_or(subject.nodes.clone()));
        let nobody = &self.sources.lang.closed.nobody;
        if nodes.is_empty() || nobody.contains(self.lower(nodes.start)) {
            return false;
        }
        let only_speech = cue.verb.grade == lang::Grade::Speech && !cue.verb.weak && !cue.verb.noun;
        let that = cue.verb.frames.contains(&Frame::That);
        only_speech && that || self.sources.can_speak(self.tokens(nodes))
    }
}

pub(super) fn is_verb(tag: Tag) -> bool {
    matches!(tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md)
}

fn attitude(verb: &Verb) -> Option<Attitude> {
    match verb.grade {
        lang::Grade::Speech => None,
        lang::Grade::Belief => Some(Attitude::Belief),
        lang::Grade::Wish => Some(Attitude::Wish),
        lang::Grade::Act => Some(Attitude::Act),
    }
}
