//! What is to go wrong on the way to the API and back, call by call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;

use super::Call;

/// Which calls something happens to.
#[derive(Clone, Debug)]
pub(crate) struct On {
    action: String,
    without: Option<&'static str>,
    skip: u64,
    hits: Option<u64>,
}

/// Every call of `action`; `*` stands for all, and `Describe*` for all that begin like that.
pub(crate) fn on(action: &str) -> On {
    On {
        action: action.to_owned(),
        without: None,
        skip: 0,
        hits: None,
    }
}

impl On {
    /// Only those without this parameter.
    pub(crate) fn without(self, parameter: &'static str) -> Self {
        Self {
            without: Some(parameter),
            ..self
        }
    }

    /// Only the first `calls` of them, from now on.
    pub(crate) fn first(self, calls: u64) -> Self {
        Self {
            hits: Some(calls),
            ..self
        }
    }

    /// Only the call of this number, from now on; the first is 1.
    pub(crate) fn nth(self, number: u64) -> Self {
        Self {
            skip: number - 1,
            hits: Some(1),
            ..self
        }
    }
}

/// What happens to a call.
#[derive(Clone)]
pub(crate) enum Act {
    /// The connection is refused: nothing was sent.
    Refuse,
    /// The connection is closed without an answer.
    Drop {
        /// Whether the call was executed before.
        executed: bool,
    },
    /// This is answered.
    Answer {
        /// Whether the call was executed before.
        executed: bool,
        status: u16,
        body: String,
    },
    /// The call is refused for its speed, and the answer asks to wait for so many seconds.
    Busy { retry_after: u64 },
    /// The call is executed at once and answered after a while.
    Late(Duration),
    /// The call is executed, and its answer is another.
    Edit(Arc<dyn Fn(&mut Json) + Send + Sync>),
    /// The provider's process is killed before the call is sent, or after it was executed.
    Kill {
        /// Whether the call was executed before.
        executed: bool,
    },
}

impl Act {
    /// A refusal of the API's, not executed.
    pub(crate) fn error(status: u16, code: &str) -> Self {
        let body = format!(r#"{{"RequestId":"r","Error":{{"Code":"{code}","Message":"by the test"}}}}"#);
        Self::answer(status, &body)
    }

    /// Something that is answered instead, not executed.
    pub(crate) fn answer(status: u16, body: &str) -> Self {
        Self::Answer {
            executed: false,
            status,
            body: body.to_owned(),
        }
    }

    /// Changes the members of the answer.
    pub(crate) fn edit(edit: impl Fn(&mut Json) + Send + Sync + 'static) -> Self {
        Self::Edit(Arc::new(edit))
    }
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refuse => f.write_str("refuse the connection"),
            Self::Drop { executed } => write!(f, "drop (executed: {executed})"),
            Self::Answer {
                executed,
                status,
                body,
            } => {
                write!(f, "answer {status} {body} (executed: {executed})")
            }
            Self::Busy { retry_after } => write!(f, "refuse for its speed for {retry_after} s"),
            Self::Late(delay) => write!(f, "answer {delay:?} late"),
            Self::Edit(_) => f.write_str("edit the answer"),
            Self::Kill { executed } => write!(f, "kill the process (executed: {executed})"),
        }
    }
}

/// What is to happen, in the order in which it was said; the first that applies to a call happens.
#[derive(Default)]
pub(super) struct Script(Vec<(On, Act)>);

impl Script {
    pub(super) fn add(&mut self, on: On, act: Act) {
        self.0.push((on, act));
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// What happens to `call`. Each question counts as one call.
    pub(super) fn next(&mut self, call: &Call) -> Option<Act> {
        let mut act = None;
        for (on, what) in &mut self.0 {
            let applies = match on.action.strip_suffix('*') {
                Some(start) => call.action.starts_with(start),
                None => call.action == on.action,
            };
            let is_another = on.without.is_some_and(|name| call.parameters.contains_key(name));
            if !applies || is_another || on.hits == Some(0) {
                continue;
            }
            if on.skip > 0 {
                on.skip -= 1;
            } else if act.is_none() {
                on.hits = on.hits.map(|hits| hits - 1);
                act = Some(what.clone());
            }
        }
        act
    }
}
