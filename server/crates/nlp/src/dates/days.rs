//! The days an article may have been written on.

use jiff::civil::Date;

use crate::times::calendar;

/// A set of days, as stretches in order that do not touch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Days(Vec<(Date, Date)>);

impl Days {
    /// From `first` to `last`, both included; none if `last` lies before `first`.
    pub(super) fn between(first: Date, last: Date) -> Days {
        Days(if first <= last { vec![(first, last)] } else { Vec::new() })
    }

    /// These days, and no others.
    pub(super) fn of(mut days: Vec<Date>) -> Days {
        days.sort_unstable();
        days.dedup();
        Days(days.into_iter().map(|day| (day, day)).collect())
    }

    /// One stretch for each year from `first` to `last` that has one. The stretches of two years must not overlap.
    pub(super) fn yearly(first: i16, last: i16, stretch: impl Fn(i16) -> Option<(Date, Date)>) -> Days {
        Days((first..=last).filter_map(stretch).filter(|(from, to)| from <= to).collect())
    }

    /// All days of these stretches.
    pub(super) fn spans(mut all: Vec<(Date, Date)>) -> Days {
        all.retain(|(from, to)| from <= to);
        all.sort_unstable();
        let mut joined: Vec<(Date, Date)> = Vec::new();
        for (from, to) in all {
            match joined.last_mut().filter(|(_, last)| from <= calendar::add_days(*last, 1)) {
                Some((_, last)) => *last = to.max(*last),
                None => joined.push((from, to)),
            }
        }
        Days(joined)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn first(&self) -> Option<Date> {
        self.0.first().map(|stretch| stretch.0)
    }

    pub(super) fn last(&self) -> Option<Date> {
        self.0.last().map(|stretch| stretch.1)
    }

    /// The only day, if there is only one.
    pub(super) fn only(&self) -> Option<Date> {
        self.first().filter(|&day| self.last() == Some(day))
    }

    pub(super) fn contains(&self, day: Date) -> bool {
        self.0.iter().any(|&(from, to)| from <= day && day <= to)
    }

    /// The days in both.
    pub(super) fn and(&self, other: &Days) -> Days {
        let mut both = Vec::new();
        let (mut a, mut b) = (0, 0);
        while let (Some(&(a1, a2)), Some(&(b1, b2))) = (self.0.get(a), other.0.get(b)) {
            let (from, to) = (a1.max(b1), a2.min(b2));
            if from <= to {
                both.push((from, to));
            }
            if a2 < b2 { a += 1 } else { b += 1 }
        }
        Days(both)
    }

    /// Those that fall on `weekday`, 1 is Monday; all of a stretch longer than a year stay, for it has every weekday.
    pub(super) fn on(&self, weekday: i8) -> Days {
        let mut days = Vec::new();
        for &(from, to) in &self.0 {
            let ahead = (i32::from(weekday) - i32::from(calendar::weekday(from))).rem_euclid(7);
            let mut day = calendar::add_days(from, ahead);
            let long = calendar::add_days(from, 366) < to;
            if long {
                days.push((from, to));
            }
            while !long && day <= to {
                days.push((day, day));
                let next = calendar::add_days(day, 7);
                if next == day {
                    break;
                }
                day = next;
            }
        }
        Days(days)
    }

    /// The years that have one of the days.
    pub(super) fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.0.iter().flat_map(|(from, to)| from.year()..=to.year()).collect();
        years.dedup();
        years
    }

    /// Month and day, if all the days share them.
    pub(super) fn month_and_day(&self) -> Option<(i8, i8)> {
        let (first, _) = self.0.first()?;
        let same = |day: &Date| (day.month(), day.day()) == (first.month(), first.day());
        self.0.iter().all(|(from, to)| from == to && same(from)).then_some((first.month(), first.day()))
    }

    /// The month, if all the days share it.
    pub(super) fn month(&self) -> Option<i8> {
        let (first, _) = self.0.first()?;
        let same = |(from, to): &(Date, Date)| {
            from.month() == first.month() && to.month() == first.month() && from.year() == to.year()
        };
        self.0.iter().all(same).then_some(first.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn sets_of_days() {
        let june = Days::yearly(2000, 2026, |year| calendar::day(year, 6, 24).map(|day| (day, day)));
        assert_eq!(june.on(2).years(), [2003, 2008, 2014, 2025]);
        assert_eq!(june.on(2).month_and_day(), Some((6, 24)));
        let late = june.and(&Days::between(date(2025, 1, 1), date(2026, 1, 1)));
        assert_eq!(late.only(), Some(date(2025, 6, 24)));
        assert!(june.and(&Days::between(date(2026, 7, 1), date(2026, 7, 2))).is_empty());
        assert_eq!(Days::between(date(2025, 2, 1), date(2025, 2, 28)).month(), Some(2));
        assert_eq!(Days::between(date(2025, 2, 1), date(2025, 2, 28)).on(6).first(), Some(date(2025, 2, 1)));
        assert!(Days::between(date(2025, 2, 2), date(2025, 2, 1)).is_empty());
    }
}
