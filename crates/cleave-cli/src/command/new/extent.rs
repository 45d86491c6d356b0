//! Reads `services=2800,connections=9300,seed=1`.

use crate::trouble::Trouble;
use cleave_model::synthetic::Extent;

const HINT: &str = "Write it as services=2800,connections=9300,seed=1; connections and seed may be left out";

/// The extent that is written, with about ten connections for three services and seed 1 where nothing is said.
pub fn read(text: &str) -> Result<Extent, Trouble> {
    let wrong = |what: String| Trouble::new(what, HINT);
    let (mut services, mut connections, mut seed) = (None, None, None);
    for part in text.split(',') {
        let (key, value) = part
            .split_once('=')
            .ok_or_else(|| wrong(format!("--synthetic does not understand {part:?}: there is no =")))?;
        let number: u64 = value
            .trim()
            .parse()
            .map_err(|_| wrong(format!("--synthetic needs a whole number for {}, not {value:?}", key.trim())))?;
        let place = match key.trim() {
            "services" => &mut services,
            "connections" => &mut connections,
            "seed" => &mut seed,
            other => return Err(wrong(format!("--synthetic does not know {other:?}"))),
        };
        if place.replace(number).is_some() {
            return Err(wrong(format!("--synthetic says {} twice", key.trim())));
        }
    }
    let services = services.ok_or_else(|| wrong("--synthetic does not say how many services".into()))?;
    let within = |number: u64, least: u32, most: u32, what: &str| {
        u32::try_from(number)
            .ok()
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| wrong(format!("--synthetic makes {least} to {most} {what}, not {number}")))
    };
    let services = within(services, 1, Extent::MOST_SERVICES, "services")?;
    let most = Extent::most_connections(services);
    let usual = u64::from((services * 10 / 3).min(most));
    let connections =
        within(connections.unwrap_or(usual), 0, most, &format!("connections between {services} services"))?;
    Ok(Extent { services, connections, seed: seed.unwrap_or(1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_or_only_the_services_are_said() {
        let read = |text| read(text).expect("it is right");
        assert_eq!(
            read("services=2800,connections=9300,seed=7"),
            Extent { services: 2_800, connections: 9_300, seed: 7 }
        );
        assert_eq!(read("services=300"), Extent { services: 300, connections: 1_000, seed: 1 });
        assert_eq!(read(" services = 1 "), Extent { services: 1, connections: 0, seed: 1 });
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, says) in [
            ("", "there is no ="),
            ("services", "there is no ="),
            ("connections=5", "does not say how many services"),
            ("services=many", "needs a whole number for services"),
            ("services=-5", "needs a whole number for services"),
            ("services=1e999", "needs a whole number for services"),
            ("services=0", "makes 1 to 20000 services, not 0"),
            ("services=99999999999999", "makes 1 to 20000 services"),
            ("services=10,connections=9000", "makes 0 to 20 connections between 10 services, not 9000"),
            ("services=10,services=20", "says services twice"),
            ("services=10,colour=3", "does not know \"colour\""),
        ] {
            let told = read(text).expect_err(text).to_string();
            assert!(told.contains(says) && told.contains(HINT), "{text}: {told}");
        }
    }
}
