//! OpenAPI 3.1, straight from the design: one document for each service and one for the whole.

use crate::blueprint::{Blueprint, DataType, ErrorShape, Field, Operation, Service, Shape, Ty, TypeRef};
use crate::lower::whole;
use crate::naming::Words;
use cleave_model::{Constraints, Idempotency, Scalar};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The document of one service.
pub fn of_service(blueprint: &Blueprint, service: &Service) -> Value {
    let home = Some(service.module.as_str());
    document(blueprint, &[service], &service.title, service.description.as_ref(), home)
}

/// The document of all services.
pub fn of_system(blueprint: &Blueprint) -> Value {
    let hosted: Vec<&Service> = blueprint.services.iter().filter(|service| service.is_hosted()).collect();
    document(blueprint, &hosted, &blueprint.system.title, blueprint.system.description.as_ref(), None)
}

/// A document in the making. Types of the service it is about are called by their name alone.
struct Writer<'b> {
    blueprint: &'b Blueprint,
    home: Option<&'b str>,
    /// Types that were mentioned.
    wanted: Vec<TypeRef>,
}

fn document(
    blueprint: &Blueprint,
    services: &[&Service],
    title: &str,
    description: Option<&String>,
    home: Option<&str>,
) -> Value {
    let mut writer = Writer { blueprint, home, wanted: Vec::new() };
    let mut paths: Map<String, Value> = Map::new();
    for (service, operation) in services.iter().flat_map(|s| s.operations.iter().map(move |o| (*s, o))) {
        let Some(route) = &operation.route else { continue };
        let item = paths.entry(route.path.clone()).or_insert_with(|| json!({}));
        item[route.verb.to_ascii_lowercase()] = writer.operation(service, operation);
    }
    let schemas = writer.schemas();
    let mut info = json!({ "title": title, "version": "1.0.0" });
    if let Some(description) = description {
        info["description"] = json!(description);
    }
    json!({
        "openapi": "3.1.0",
        "info": info,
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

impl<'b> Writer<'b> {
    fn name(&self, of: &TypeRef) -> String {
        if self.home == Some(of.module.as_str()) { of.name.clone() } else { format!("{}.{}", of.module, of.name) }
    }

    fn reference(&mut self, of: &TypeRef) -> Value {
        self.wanted.push(of.clone());
        json!({ "$ref": format!("#/components/schemas/{}", self.name(of)) })
    }

    fn operation(&mut self, service: &Service, operation: &Operation) -> Value {
        let route = operation.route.as_ref();
        let in_path: Vec<&str> = route.iter().flat_map(|route| route.parameters()).collect();
        let textual = route.is_some_and(|route| matches!(route.verb, "GET" | "DELETE"));
        let (mut parameters, mut body) = (Vec::new(), Vec::new());
        for field in &operation.input {
            let stands_in_path = in_path.contains(&field.json.as_str());
            if stands_in_path || textual {
                let mut parameter = json!({
                    "name": field.json,
                    "in": if stands_in_path { "path" } else { "query" },
                    "required": stands_in_path || !field.ty.required().1,
                    "schema": self.ruled(&field.ty, &field.rules),
                });
                if let Some(description) = &field.description {
                    parameter["description"] = json!(description);
                }
                parameters.push(parameter);
            } else {
                body.push(field);
            }
        }
        if operation.idempotency == Idempotency::Keyed {
            parameters.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string" },
                "description": "Asking again with the same key gives the first answer again.",
            }));
        }
        let summary = Words::lenient(&operation.name).sentence();
        let mut described = json!({
            "operationId": format!("{}.{}", service.package, operation.name),
            "summary": summary,
            "tags": [service.package],
            "parameters": parameters,
            "responses": self.responses(service, operation),
        });
        if let Some(description) = &operation.description {
            described["description"] = json!(description);
        }
        if !body.is_empty() {
            let required = body.iter().any(|field| !field.ty.required().1);
            let schema = self.object(body.into_iter());
            described["requestBody"] =
                json!({ "required": required, "content": { "application/json": { "schema": schema } } });
        }
        described
    }

    fn responses(&mut self, service: &Service, operation: &Operation) -> Value {
        let status = operation.route.as_ref().map_or(200, |route| route.status);
        let mut success = json!({ "description": "It was done." });
        if status != 204 {
            let schema = operation.output.as_ref().map_or_else(|| json!({ "type": "null" }), |of| self.schema(of));
            success["content"] = json!({ "application/json": { "schema": schema } });
        }
        let mut responses = Map::new();
        responses.insert(status.to_string(), success);
        let declared: Vec<(&DataType, &ErrorShape)> = operation
            .fails
            .iter()
            .filter_map(|name| service.types.iter().find(|data_type| data_type.name == *name))
            .filter_map(|data_type| match &data_type.shape {
                Shape::Error(error) => Some((data_type, error)),
                _ => None,
            })
            .collect();
        let statuses: BTreeSet<u16> = declared.iter().map(|(_, error)| error.status).collect();
        for status in statuses {
            let errors = declared.iter().filter(|(_, error)| error.status == status);
            let titles: Vec<&str> = errors.clone().map(|(_, error)| error.title.as_str()).collect();
            let schemas: Vec<Value> = errors
                .map(|(data_type, error)| {
                    let named = TypeRef { module: service.module.clone(), name: data_type.name.clone() };
                    let data = self.reference(&named);
                    json!({ "allOf": [
                        { "$ref": "#/components/schemas/Problem" },
                        { "type": "object", "required": ["code", "data"],
                          "properties": { "code": { "const": error.code }, "data": data } },
                    ] })
                })
                .collect();
            let schema = if schemas.len() == 1 { schemas[0].clone() } else { json!({ "oneOf": schemas }) };
            let response = json!({
                "description": format!("{}.", titles.join("; ")),
                "content": { "application/problem+json": { "schema": schema } },
            });
            responses.insert(status.to_string(), response);
        }
        responses.insert(
            "default".into(),
            json!({
                "description": "Anything that no operation declares.",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            }),
        );
        Value::Object(responses)
    }

    fn object<'f>(&mut self, fields: impl Iterator<Item = &'f Field>) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let mut schema = self.ruled(&field.ty, &field.rules);
            if let Some(description) = &field.description {
                schema["description"] = json!(description);
            }
            properties.insert(field.json.clone(), schema);
            if !field.ty.required().1 {
                required.push(field.json.clone());
            }
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    fn ruled(&mut self, of: &Ty, rules: &Constraints) -> Value {
        let mut schema = self.schema(of);
        let (of, _) = of.required();
        let ends = match of.plain() {
            Ty::List(_) => ["minItems", "maxItems"],
            Ty::Map(_) => ["minProperties", "maxProperties"],
            _ => ["minLength", "maxLength"],
        };
        if let Some(least) = rules.min_length {
            schema[ends[0]] = json!(least);
        }
        if let Some(most) = rules.max_length {
            schema[ends[1]] = json!(most);
        }
        if let Some(pattern) = &rules.pattern {
            schema["pattern"] = json!(whole(pattern));
        }
        let number =
            |limit: f64| if limit.fract() == 0.0 && limit.abs() < 9e15 { json!(limit as i64) } else { json!(limit) };
        if matches!(of.plain(), Ty::Scalar(Scalar::Int | Scalar::Long)) {
            if let Some(least) = rules.min {
                schema["minimum"] = number(least);
            }
            if let Some(most) = rules.max {
                schema["maximum"] = number(most);
            }
        }
        schema
    }

    fn schema(&mut self, of: &Ty) -> Value {
        match of {
            Ty::Scalar(scalar) => self::scalar(*scalar),
            Ty::List(of) => json!({ "type": "array", "items": self.schema(of) }),
            Ty::Map(of) => json!({ "type": "object", "additionalProperties": self.schema(of) }),
            Ty::Optional(of) => self.schema(of),
            Ty::Struct(of, _) | Ty::Enum(of) | Ty::Alias(of, _) => self.reference(of),
        }
    }

    /// Every type that was mentioned, and what those mention.
    fn schemas(&mut self) -> Map<String, Value> {
        let mut schemas = Map::new();
        schemas.insert("Problem".into(), problem());
        let mut done: BTreeSet<TypeRef> = BTreeSet::new();
        while let Some(named) = self.wanted.pop() {
            if !done.insert(named.clone()) {
                continue;
            }
            let Some(data_type) = self.blueprint.data_type(&named) else { continue };
            let mut schema = match &data_type.shape {
                Shape::Struct(fields) => self.object(fields.iter()),
                Shape::Error(error) => self.object(error.fields.iter()),
                Shape::Alias(of) => self.schema(of),
                Shape::Enum(variants) => {
                    let words: Vec<&str> = variants.iter().map(|(word, _)| word.as_str()).collect();
                    json!({ "type": "string", "enum": words })
                }
            };
            if let Some(description) = &data_type.description {
                schema["description"] = json!(description);
            }
            schemas.insert(self.name(&named), schema);
        }
        schemas
    }
}

fn scalar(scalar: Scalar) -> Value {
    match scalar {
        Scalar::String | Scalar::Text => json!({ "type": "string" }),
        Scalar::Int => json!({ "type": "integer", "format": "int32" }),
        Scalar::Long => json!({ "type": "integer", "format": "int64" }),
        Scalar::Decimal => json!({ "type": "string", "format": "decimal" }),
        Scalar::Bool => json!({ "type": "boolean" }),
        Scalar::Date => json!({ "type": "string", "format": "date" }),
        Scalar::Datetime => json!({ "type": "string", "format": "date-time" }),
        Scalar::Duration => json!({ "type": "string", "format": "duration" }),
        Scalar::Uuid => json!({ "type": "string", "format": "uuid" }),
        Scalar::Email => json!({ "type": "string", "format": "email" }),
        Scalar::Url => json!({ "type": "string", "format": "uri" }),
        Scalar::Json => json!({}),
        Scalar::Bytes => json!({ "type": "string", "contentEncoding": "base64" }),
        Scalar::Money => json!({
            "type": "object", "required": ["amount", "currency"],
            "properties": {
                "amount": { "type": "integer", "format": "int64", "description": "In minor units." },
                "currency": { "type": "string", "description": "ISO 4217." },
            },
        }),
    }
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "instance": { "type": "string" },
            "code": { "type": "string", "description": "With a dot: declared by an operation. Without: a fault." },
            "data": {},
            "violations": { "type": "array", "items": {
                "type": "object", "required": ["field", "message"],
                "properties": { "field": { "type": "string" }, "message": { "type": "string" } },
            } },
        },
    })
}
