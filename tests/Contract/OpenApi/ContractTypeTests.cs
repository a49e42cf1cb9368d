using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Indicators;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The contracts in C# and the answers on the wire are the same thing.</summary>
[TestFixture]
public sealed class ContractTypeTests
{
    private static readonly Assembly Contracts = typeof(ContractJson).Assembly;

    [Test]
    public void Every_contract_and_every_field_of_it_is_described()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(Contracts.Location, "xml")).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);
        var undescribed = new List<string>();
        foreach (var type in Contracts.GetExportedTypes().Where(type => type.Namespace!.StartsWith("Benchlearning.Contracts.V1", StringComparison.Ordinal)))
        {
            var member = documentation.GetValueOrDefault($"T:{type.FullName}");
            if (IsEmpty(member?.Element("summary")))
                undescribed.Add(type.Name);
            foreach (var property in type.GetProperties())
                if (IsEmpty(member?.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property.Name))
                    && IsEmpty(documentation.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary")))
                    undescribed.Add($"{type.Name}.{property.Name}");
        }

        Assert.That(undescribed, Is.Empty);
    }

    [Test]
    public void Every_answer_reads_into_its_contract_and_back_without_loss()
    {
        var types = ContractTypes();
        var read = 0;
        foreach (var operation in ContractServer.Document.Operations)
        foreach (var (_, response) in operation.Node["responses"]!.AsObject().Where(response => response.Key.StartsWith('2')))
        {
            if (response!["content"]?["application/json"] is not { } content)
                continue;
            if ((string?)content["schema"]!["$ref"] is not { } reference)
                continue; // what a method answered, whichever it was
            var type = types[reference.Split('/')[^1]];
            foreach (var (name, example) in content["examples"]?.AsObject() ?? [])
            {
                var answer = example!["value"]!;
                var value = answer.Deserialize(type, ContractJson.Default);
                Assert.That(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(value, type, ContractJson.Default), answer), $"{operation} {name} does not survive {type}");
                read++;
            }
        }

        Assert.That(read, Is.GreaterThan(20));
    }

    [TestCase("""{ "items": [{ "code": "x", "parent": null, "name": "X", "indicators": "5" }], "next": null }""", TestName = "A number as text is refused")]
    [TestCase("""{ "items": [], "next": null, "previous": null }""", TestName = "An unknown field is refused")]
    [TestCase("""{ "items": [], "items": [], "next": null }""", TestName = "A field given twice is refused")]
    public void Json_that_is_not_of_the_contract_is_refused(string json)
    {
        Assert.That(() => JsonSerializer.Deserialize(json, typeof(Benchlearning.Contracts.V1.Page<Topic>), ContractJson.Default), Throws.InstanceOf<JsonException>());
    }

    /// <summary>The contracts by the names of their schemas.</summary>
    private static Dictionary<string, Type> ContractTypes() => typeof(ContractJson).CustomAttributes
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .ToDictionary(type => type.IsGenericType ? type.GenericTypeArguments[0].Name + "Page" : type.Name, StringComparer.Ordinal);

    private static bool IsEmpty(XElement? text) => string.IsNullOrWhiteSpace(text?.Value);
}
