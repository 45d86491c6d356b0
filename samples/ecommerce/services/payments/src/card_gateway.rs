//! The card gateway, simulated: some tokens make the trouble that real gateways make.

use std::time::Duration;

use platform_core::Money;
use uuid::Uuid;

/// The largest amount that a simulated card pays, in minor units.
const LIMIT: i64 = 1_000_000;

/// Takes the amount from the card, or says why not. For one order it takes it once.
pub async fn authorise(_order: &Uuid, card: &str, amount: &Money) -> Result<(), String> {
    match card {
        "tok_declined" => Err("insufficient funds".to_owned()),
        "tok_slow" => {
            tokio::time::sleep(Duration::from_secs(3)).await;
            Err("the gateway gave up".to_owned())
        }
        "tok_panic" => panic!("the answer of the card gateway makes no sense"),
        _ if amount.amount > LIMIT => Err("over the card's limit".to_owned()),
        _ => Ok(()),
    }
}

/// Pays a payment back. Refunding one twice pays it back once.
pub async fn refund(_payment: &Uuid) {}
