//! Random histories: edits, changes from outside, faults and kills, one after the other, each under a random dialect of the
//! emulator. Whatever happened, two clean applies later the cloud is what the configuration says, nothing foreign was touched,
//! nothing is there twice or lost, and the state says what the API says.

mod deviations;
mod step;
mod story;
mod verdict;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread;

use ksyun_autoscaling::emulator::dialect::Dialect;

use self::step::Step;
use self::story::Story;
use self::verdict::verdict;
use crate::dialects::dialects;
use crate::expected::{Expected, failure_of};
use crate::random::Random;

/// How many histories are run, unless the environment variable `JUDGES_CASES` says so.
const HISTORIES: u64 = 250;
/// How many things happen in a history at most.
const LONGEST: usize = 8;
/// Under this switch an id that comes back is taken for another one, whatever happens: every history fails for that alone, and
/// would show nothing else. The lives under each dialect tell of it.
const HIDES_ALL_ELSE: &str = "ids=capitals";

/// What happens, and under which dialect.
#[derive(Clone, Debug)]
struct History {
    seed: u64,
    dialect: Dialect,
    steps: Vec<Step>,
}

/// What goes wrong, with the histories in which it does.
type Findings = BTreeMap<String, Vec<History>>;

#[test]
fn after_any_history_two_clean_applies_make_everything_right() {
    let histories = match std::env::var("JUDGES_CASES") {
        Ok(number) => number.parse().expect("JUDGES_CASES is a number"),
        Err(_) => HISTORIES,
    };
    let dialects = possible_dialects();
    let found = findings(&dialects, histories);
    let count = |(name, cases): (&String, &Vec<_>)| format!("\n  {name}: {}", cases.len());
    eprintln!(
        "{histories} histories under {} dialects{}",
        dialects.len(),
        found.iter().map(count).collect::<String>()
    );
    let expected = Expected::load();
    let outcomes = found.into_iter().map(|(name, cases)| {
        let shortest = cases.iter().min_by_key(|history| history.steps.len());
        let told = match shortest {
            Some(history) if !expected.has(&name) => history.scenario(&name),
            _ => String::new(),
        };
        (name, Some(told))
    });
    let wrong = expected.judge("histories/", &outcomes.collect());
    if histories >= HISTORIES {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// The dialects under which histories run.
fn possible_dialects() -> Vec<Dialect> {
    let hides = |dialect: &Dialect| dialect.names().iter().any(|name| name == HIDES_ALL_ELSE);
    dialects()
        .into_iter()
        .map(|(_, dialect)| dialect)
        .filter(|dialect| !hides(dialect))
        .collect()
}

/// Runs so many histories, on all processors.
fn findings(dialects: &[Dialect], histories: u64) -> Findings {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let work = |first: usize| {
        let mut found = Findings::new();
        for seed in (first as u64..histories).step_by(workers) {
            let history = History::random(seed, dialects);
            for kind in history.wrong().into_keys() {
                let history = history.under_fewest_switches(&kind);
                found.entry(history.name(&kind)).or_default().push(history);
            }
        }
        found
    };
    let mut all = Findings::new();
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        for worker in running {
            for (name, histories) in worker.join().expect("a worker ends") {
                all.entry(name).or_default().extend(histories);
            }
        }
    });
    all
}

impl History {
    fn random(seed: u64, dialects: &[Dialect]) -> Self {
        let mut random = Random::new(seed);
        Self {
            seed,
            dialect: random.pick(dialects).clone(),
            steps: step::history(&mut random, LONGEST),
        }
    }

    /// How the list of expected failures calls it that `kind` goes wrong here.
    fn name(&self, kind: &str) -> String {
        let dialect = self.dialect.names().iter().map(|name| format!("/{name}"));
        format!("histories/{kind}{}", dialect.collect::<String>())
    }

    /// What is wrong after all steps, by kind.
    fn wrong(&self) -> BTreeMap<String, String> {
        let mut wrong = BTreeMap::new();
        let panic = failure_of(|| {
            let mut story = Story::new(&self.dialect);
            for step in &self.steps {
                story.go(step);
            }
            wrong = verdict(&mut story, &self.steps);
        });
        wrong.extend(panic.map(|why| ("panic".to_owned(), why)));
        wrong
    }

    /// This history under no switch or one, if that is enough to let `kind` go wrong.
    fn under_fewest_switches(&self, kind: &str) -> Self {
        let names = self.dialect.names().iter().map(String::as_str);
        let enough = [""]
            .into_iter()
            .chain(names)
            .map(|names| Self {
                dialect: names.parse().expect("a switch of a dialect is one"),
                ..self.clone()
            })
            .find(|history| history.dialect == self.dialect || history.wrong().contains_key(kind));
        enough.unwrap_or_else(|| self.clone())
    }

    /// The shortest history in which the same goes wrong, in words.
    fn scenario(&self, name: &str) -> String {
        let told = |history: &Self| {
            let mut wrong = history.wrong().into_iter();
            wrong.find_map(|(kind, why)| (history.name(&kind) == name).then_some(why))
        };
        let mut shortest = self.clone();
        let mut at = 0;
        while at < shortest.steps.len() {
            let mut shorter = shortest.clone();
            shorter.steps.remove(at);
            if told(&shorter).is_some() {
                shortest = shorter;
            } else {
                at += 1;
            }
        }
        let why = told(&shortest).unwrap_or_default();
        let steps = shortest.steps.iter().map(|step| format!("  {step:?}\n"));
        format!(
            "seed {}, shortened to\n{}{why}",
            shortest.seed,
            steps.collect::<String>()
        )
    }
}
