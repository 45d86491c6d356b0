//! Events: what a service publishes, the form it travels in, and where it is delivered.

use std::time::{SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Cx, Failure, Fault};

/// A fact that a service publishes.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `shop.orders.OrderPlaced.v1`.
    const TYPE: &'static str;
    /// `/shop/orders`.
    const SOURCE: &'static str;
    /// What the event is about; events of one key belong together.
    fn key(&self) -> String;
}

/// The envelope (CloudEvents 1.0, JSON form). The same inside a process and between processes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members of CloudEvents 1.0")]
pub struct CloudEvent {
    pub specversion: String,
    pub id: String,
    pub source: String,
    #[serde(rename = "type")]
    pub event_type: String,
    pub subject: String,
    pub time: String,
    pub datacontenttype: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requestid: Option<String>,
    pub data: Value,
}

impl CloudEvent {
    /// Puts an event into its envelope. Ids are UUIDv7, so they sort by time.
    pub fn of<E: Event>(cx: &Cx, event: &E) -> Result<Self, Fault> {
        Ok(Self {
            specversion: "1.0".to_owned(),
            id: Uuid::now_v7().to_string(),
            source: E::SOURCE.to_owned(),
            event_type: E::TYPE.to_owned(),
            subject: event.key(),
            time: rfc3339(now_ms()),
            datacontenttype: "application/json".to_owned(),
            traceparent: Some(cx.traceparent().to_owned()),
            requestid: Some(cx.request_id().to_owned()),
            data: serde_json::to_value(event).map_err(|e| Fault::internal(format!("{}: {e}", E::TYPE)))?,
        })
    }

    /// The event inside.
    pub fn read<E: Event>(&self) -> Result<E, Unreadable> {
        serde_json::from_value(self.data.clone()).map_err(|e| Unreadable(format!("{}: {e}", self.event_type)))
    }

    /// The context for handling it: the publisher's request id and trace, nobody's token, no deadline.
    pub fn cx(&self) -> Cx {
        Cx::builder().request_id(self.requestid.as_deref()).trace(self.traceparent.as_deref(), None).build()
    }
}

/// An event that its subscriber will never understand, however often it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Unreadable {
    /// An event of a type that the subscriber does not know.
    pub fn unknown(event: &CloudEvent) -> Self {
        Self(format!("nobody here knows {}", event.event_type))
    }
}

impl From<Unreadable> for Failure<Unreadable> {
    fn from(unreadable: Unreadable) -> Self {
        Self::Domain(unreadable)
    }
}

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Handled, now or before.
    Done,
    /// Not now; deliver it again later.
    Retry(String),
    /// Never; put it aside.
    Reject(String),
}

/// Where a relay hands events to: a subscriber's inbox, or a wire that leads to one.
#[async_trait]
pub trait EventSink: Send + Sync + 'static {
    /// Delivers one event. May be called more than once for the same event.
    async fn deliver(&self, event: &CloudEvent) -> Delivery;
}

/// Milliseconds since 1970, UTC: the form of instants in rows.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// `2026-11-25T16:00:00.000Z`.
pub fn rfc3339(ms: i64) -> String {
    let (days, in_day) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    // Days to civil date: years begin in March, so that the leap day is the last of its year.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute) = (in_day / 3_600_000, in_day / 60_000 % 60);
    let (second, milli) = (in_day / 1000 % 60, in_day % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}
