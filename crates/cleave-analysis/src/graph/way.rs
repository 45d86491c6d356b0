//! A connection between two drawn elements, with what most rules ask of it first.

use cleave_model::{Connection, ConnectionKind, Record, Sensitivity, Timeout};
use petgraph::graph::NodeIndex;

/// A connection, its ends among all that is drawn, and its marks. Most rules look at every connection and mean few of
/// them; which ones, they ask the marks, so that they touch no record that they have nothing to say about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'m> {
    pub(crate) from: NodeIndex,
    pub(crate) to: NodeIndex,
    pub(crate) marks: Marks,
    /// What it is made of, not looked at.
    pub(crate) record: &'m Record,
}

impl<'m> Way<'m> {
    /// The connection.
    pub(crate) fn connection(&self) -> &'m Connection {
        match self.record {
            Record::Connection(connection) => connection,
            _ => unreachable!("a way is a connection"),
        }
    }
}

/// What a connection says, in little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// What it is.
    pub(crate) kind: ConnectionKind,
    said: u8,
}

impl Marks {
    const TIMED: u8 = 1;
    const CLASSED: u8 = 1 << 1;
    const SENSITIVE: u8 = 1 << 2;
    const VERSIONED: u8 = 1 << 3;
    const FIXED: u8 = 1 << 4;
    const OPEN: u8 = 1 << 5;
    const UNGUARDED: u8 = 1 << 6;

    /// Those of a connection.
    pub(crate) fn of(connection: &Connection) -> Self {
        let said = [
            (Self::TIMED, connection.timeout.is_some()),
            (Self::CLASSED, !connection.data.is_empty()),
            (Self::SENSITIVE, connection.data.iter().any(|class| *class != Sensitivity::None)),
            (Self::VERSIONED, connection.version.is_some()),
            (Self::FIXED, connection.discovery == Some(false)),
            (Self::OPEN, connection.encrypted == Some(false)),
            (Self::UNGUARDED, connection.timeout == Some(Timeout::No) && connection.breaker == Some(false)),
        ];
        let said = said.into_iter().filter(|(_, is_said)| *is_said).map(|(mark, _)| mark).sum();
        Self { kind: connection.kind, said }
    }

    fn has(self, mark: u8) -> bool {
        self.said & mark != 0
    }

    /// Whether its timeout is said.
    pub(crate) fn is_timed(self) -> bool {
        self.has(Self::TIMED)
    }

    /// Whether the classes of its data are said.
    pub(crate) fn is_classed(self) -> bool {
        self.has(Self::CLASSED)
    }

    /// Whether data of a class that not everybody may have travels on it.
    pub(crate) fn is_sensitive(self) -> bool {
        self.has(Self::SENSITIVE)
    }

    /// Whether it says which version it needs.
    pub(crate) fn is_versioned(self) -> bool {
        self.has(Self::VERSIONED)
    }

    /// Whether its target is at a fixed address.
    pub(crate) fn is_fixed(self) -> bool {
        self.has(Self::FIXED)
    }

    /// Whether anybody on the way can read it.
    pub(crate) fn is_open(self) -> bool {
        self.has(Self::OPEN)
    }

    /// Whether it has neither a timeout nor a circuit breaker.
    pub(crate) fn is_unguarded(self) -> bool {
        self.has(Self::UNGUARDED)
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use cleave_model::{Connection, ConnectionKind, Head, Id, Sensitivity, Timeout, Version};

    #[test]
    fn each_mark_is_its_own() {
        let blank = || {
            let head = Head::new(Id::new("c"), "", None, 0);
            Connection::new(head, ConnectionKind::Read, Id::new("a"), Id::new("b"))
        };
        let said = |say: fn(&mut Connection)| {
            let mut connection = blank();
            say(&mut connection);
            let of = Marks::of(&connection);
            assert_eq!(of.kind, ConnectionKind::Read);
            [
                of.is_timed(),
                of.is_classed(),
                of.is_sensitive(),
                of.is_versioned(),
                of.is_fixed(),
                of.is_open(),
                of.is_unguarded(),
            ]
        };
        let only = |of: &[usize]| std::array::from_fn(|at| of.contains(&at));
        assert_eq!(said(|_| {}), only(&[]));
        assert_eq!(said(|c| c.timeout = Some(Timeout::After(5))), only(&[0]));
        assert_eq!(said(|c| c.timeout = Some(Timeout::No)), only(&[0]));
        assert_eq!(said(|c| (c.timeout, c.breaker) = (Some(Timeout::No), Some(false))), only(&[0, 6]));
        assert_eq!(said(|c| (c.timeout, c.breaker) = (Some(Timeout::No), Some(true))), only(&[0]));
        assert_eq!(said(|c| c.breaker = Some(false)), only(&[]));
        assert_eq!(said(|c| c.data = vec![Sensitivity::None]), only(&[1]));
        assert_eq!(said(|c| c.data = vec![Sensitivity::None, Sensitivity::Personal]), only(&[1, 2]));
        assert_eq!(said(|c| c.version = Some(Version { major: 1, minor: 0 })), only(&[3]));
        assert_eq!(said(|c| c.discovery = Some(false)), only(&[4]));
        assert_eq!(said(|c| c.discovery = Some(true)), only(&[]));
        assert_eq!(said(|c| c.encrypted = Some(false)), only(&[5]));
    }
}
