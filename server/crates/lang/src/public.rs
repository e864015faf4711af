//! What any reference work says of public life: who holds which office, and since when.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::table::Table;

/// People who hold or held public office.
#[derive(Debug, Default)]
pub struct OfficeHolders {
    all: Vec<OfficeHolder>,
    /// Who a name may mean.
    by_name: FxHashMap<Box<str>, Vec<usize>>,
}

/// Somebody who holds or held public office.
#[derive(Debug)]
pub struct OfficeHolder {
    /// All ways the name is written, the chief one first.
    pub names: Vec<Box<str>>,
    /// The offices.
    pub offices: Vec<Office>,
}

/// An office.
#[derive(Debug)]
pub struct Office {
    /// Its wordings, the chief one first.
    pub titles: Vec<Box<str>>,
    /// The first day of each stretch, in order.
    pub since: Vec<Date>,
}

impl OfficeHolders {
    /// Reads `public/office-holders.tsv`.
    pub(crate) fn read(table: &Table) -> OfficeHolders {
        let mut holders = OfficeHolders::default();
        for row in table.rows() {
            let names = std::iter::once(row.first()).chain(row.get("names").split('|')).filter(|name| !name.is_empty());
            let names: Vec<Box<str>> = names.map(Box::from).collect();
            for name in &names {
                holders.by_name.entry(name.clone()).or_default().push(holders.all.len());
            }
            let offices = row.get("offices").split(';').filter_map(|office| Office::read(office.trim())).collect();
            holders.all.push(OfficeHolder { names, offices });
        }
        holders
    }

    /// The one person of this name.
    pub fn get(&self, name: &str) -> Option<&OfficeHolder> {
        match self.by_name.get(name)?.as_slice() {
            &[only] => self.all.get(only),
            _ => None,
        }
    }
}

impl Office {
    /// `Prime Minister of Norway|Norwegian premier 1997-10-17 2001-10-19`.
    fn read(text: &str) -> Option<Office> {
        let day = |word: &str| word.parse::<Date>().ok();
        let since: Vec<Date> = text.split(' ').filter_map(day).collect();
        let titles = text.split(' ').filter(|word| day(word).is_none()).collect::<Vec<_>>().join(" ");
        (!since.is_empty()).then(|| Office { titles: titles.split('|').map(Box::from).collect(), since })
    }
}

#[cfg(test)]
mod tests {
    use crate::Language;

    #[test]
    fn every_office_can_be_read() {
        let lang = Language::load(crate::DEFAULT_TAG);
        assert!(!lang.office_holders.all.is_empty());
        for holder in &lang.office_holders.all {
            assert!(!holder.offices.is_empty(), "{}", holder.names[0]);
            for office in &holder.offices {
                assert!(office.since.is_sorted() && !office.titles[0].is_empty(), "{}", holder.names[0]);
            }
        }
    }
}
