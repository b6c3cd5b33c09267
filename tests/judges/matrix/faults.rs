//! What can go wrong with a call.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::subjects::Operation;
use crate::cloud::Act;

/// A kind of fault.
pub(super) struct Fault {
    /// What its cases are called after.
    pub(super) name: &'static str,
    /// For the reader of the table.
    pub(super) words: &'static str,
    pub(super) way: Way,
}

/// How a fault comes about.
pub(super) enum Way {
    /// This happens to the first call.
    Act(fn() -> Act),
    /// The first call is answered after the operation's time, which is [`LIMIT`].
    Late,
    /// The API behaves like this all the time.
    Dialect(&'static str),
}

/// The time of an operation whose call is answered late.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

const fn act(name: &'static str, words: &'static str, act: fn() -> Act) -> Fault {
    let way = Way::Act(act);
    Fault { name, words, way }
}

pub(super) const FAULTS: [Fault; 22] = [
    act("refused", "the connection is refused", || Act::Refuse),
    act("dropped-before", "closed, not executed", || Act::Drop {
        executed: false,
    }),
    act("dropped-after", "closed, executed", || Act::Drop {
        executed: true,
    }),
    act("500-before", "500, not executed", || {
        Act::error(500, "InternalError")
    }),
    act("500-after", "500, executed", || {
        executed(
            500,
            r#"{"RequestId":"r","Error":{"Code":"InternalError","Message":"by the test"}}"#,
        )
    }),
    act("502-html", "502 of a gateway, not executed", || {
        Act::answer(502, "<html>Bad Gateway</html>")
    }),
    act("throttled", "flow control", || Act::error(409, "LimitExceeded")),
    act("throttled-retry-after", "flow control with `Retry-After`", || {
        Act::Busy { retry_after: 3 }
    }),
    act("truncated", "the answer breaks off, executed", || {
        executed(200, r#"{"RequestId":"r","Sca"#)
    }),
    act("html", "200 with a page, not executed", || {
        Act::answer(200, "<html>Please log in</html>")
    }),
    act("xml", "200 in XML, executed", || {
        executed(200, "<Response><RequestId>r</RequestId></Response>")
    }),
    act("empty-before", "200 without a body, not executed", || {
        Act::answer(200, "")
    }),
    act("empty-after", "200 without a body, executed", || {
        executed(200, "")
    }),
    act("no-members-before", "`{}`, not executed", || {
        Act::answer(200, "{}")
    }),
    act("no-members-after", "`{}`, executed", || executed(200, "{}")),
    act("other-action", "the answer of another action, executed", || {
        executed(
            200,
            r#"{"RequestId":"r","ScalingActivityTotal":0,"ScalingActivitySet":[]}"#,
        )
    }),
    act("null-list", "null in place of the list", || {
        Act::edit(without_lists)
    }),
    Fault {
        name: "slow",
        words: "answered after the operation's time, executed",
        way: Way::Late,
    },
    act("denied", "403, no permission", || Act::error(403, "AccessDenied")),
    act("expired-token", "403, the token has expired", || {
        Act::error(403, "InvalidClientTokenId")
    }),
    Fault {
        name: "lag",
        words: "lists follow writes late",
        way: Way::Dialect("lag=1500"),
    },
    Fault {
        name: "stale",
        words: "objects follow writes late",
        way: Way::Dialect("stale=1500"),
    },
];

fn executed(status: u16, body: &str) -> Act {
    Act::Answer {
        executed: true,
        status,
        body: body.to_owned(),
    }
}

fn without_lists(answer: &mut Json) {
    for member in answer
        .as_object_mut()
        .into_iter()
        .flat_map(|members| members.values_mut())
    {
        if member.is_array() {
            *member = Json::Null;
        }
    }
}

impl Fault {
    /// Why `operation` can't meet it, if it can't.
    pub(super) fn impossible(&self, operation: Operation) -> Option<&'static str> {
        use Operation::{Create, Delete, Read};
        match (self.name, operation) {
            ("dropped-after" | "500-after" | "empty-after" | "no-members-after", Read) => {
                Some("whether a read is executed makes no difference")
            }
            ("lag" | "stale", Read) => Some("nothing was written before"),
            ("stale", Create) => Some("a new object has been nothing else before"),
            ("stale", Delete) => Some("an object that is gone is not answered"),
            ("null-list", operation) if operation != Read => Some("only reads answer with lists"),
            _ => None,
        }
    }

    /// Arguments that the resource needs for it.
    pub(super) fn arguments(&self) -> Json {
        match self.way {
            Way::Late => {
                let limit = format!("{}s", LIMIT.as_secs());
                json!({"timeouts": {"create": limit, "read": limit, "update": limit, "delete": limit}})
            }
            Way::Act(_) | Way::Dialect(_) => json!({}),
        }
    }

    /// The emulator's switches.
    pub(super) fn dialect(&self) -> &'static str {
        match self.way {
            Way::Dialect(dialect) => dialect,
            Way::Act(_) | Way::Late => "",
        }
    }

    /// What happens to the first call.
    pub(super) fn act(&self) -> Option<Act> {
        match self.way {
            Way::Act(act) => Some(act()),
            Way::Late => Some(Act::Late(LIMIT * 3 / 2)),
            Way::Dialect(_) => None,
        }
    }
}
