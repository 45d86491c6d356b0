//! What is new in the numbers of one service: an edit moves a few of them at many services.

use crate::{CorePlace, ServiceMetrics};
use serde::{Deserialize, Deserializer, Serialize};

macro_rules! numbers {
    ($($(#[$note:meta])* $field:ident: $of:ty),+ $(,)?) => {
        /// The numbers of a service that differ from before, each as it is now. What they mean is said at
        /// [`ServiceMetrics`].
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[allow(missing_docs)]
        pub struct ServiceChange {
            $(
                $(#[$note])*
                #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "said")]
                #[cfg_attr(feature = "ts", ts(optional))]
                pub $field: Option<$of>,
            )+
        }

        impl ServiceChange {
            /// What leads from some numbers to others; nothing where they are the same.
            pub fn between(before: &ServiceMetrics, now: &ServiceMetrics) -> Option<Self> {
                // Names all of them, so that none is forgotten.
                let ServiceMetrics { $($field),+ } = now;
                (before != now).then(|| Self { $($field: (before.$field != *$field).then_some(*$field)),+ })
            }

            /// Puts what it says into the numbers of before.
            pub fn apply(&self, numbers: &mut ServiceMetrics) {
                $(
                    if let Some(now) = self.$field {
                        numbers.$field = now;
                    }
                )+
            }
        }
    };
}

numbers! {
    used_by: u32,
    uses: u32,
    instability: Option<f64>,
    sync_depth: u32,
    sync_fan_out: u32,
    level: u32,
    visibility_in: Option<u32>,
    visibility_out: Option<u32>,
    blast_radius: Option<u32>,
    sync_cycle: u32,
    tangle: u32,
    events_out: u32,
    events_in: u32,
    shared_stores: u32,
    callers: u32,
    #[cfg_attr(feature = "ts", ts(as = "Option<u32>"))]
    criticality: u64,
    betweenness: f64,
    risk_rank: f64,
    dominated: Option<u32>,
    availability: Option<f64>,
    interface_use: Option<f64>,
    operations: u32,
    versions: u32,
    core: Option<CorePlace>,
    abstractness: f64,
    distance: Option<f64>,
}

/// A number that is there, also where it says that it is not defined.
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::ServiceChange;
    use crate::ServiceMetrics;

    #[test]
    fn says_what_differs_and_nothing_else() {
        let before = ServiceMetrics { uses: 1, instability: Some(1.0), distance: Some(0.5), ..Default::default() };
        assert_eq!(ServiceChange::between(&before, &before), None);
        let now = ServiceMetrics { instability: None, distance: Some(0.25), ..before.clone() };
        let change = ServiceChange::between(&before, &now).unwrap();
        let told = serde_json::to_string(&change).unwrap();
        assert_eq!(told, r#"{"instability":null,"distance":0.25}"#);
        let mut back = before;
        serde_json::from_str::<ServiceChange>(&told).unwrap().apply(&mut back);
        assert_eq!(back, now);
    }
}
