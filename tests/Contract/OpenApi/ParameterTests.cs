using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>What the contract says of a parameter is what the service does.</summary>
[TestFixture]
public sealed class ParameterTests
{
    private static IEnumerable<(ServedOperation Operation, JsonNode Parameter)> Of(Func<JsonNode, bool> which) =>
        from operation in ContractServer.Document.Operations
        where operation.Method == "get"
        from parameter in operation.Query
        where which(parameter)
        select (operation, parameter);

    [Test]
    public async Task A_required_parameter_that_is_left_out_is_refused_by_its_name()
    {
        foreach (var (operation, parameter) in Of(parameter => (bool?)parameter["required"] == true))
        {
            var name = (string)parameter["name"]!;

            using var response = await ContractServer.ClientFor(operation.Id).GetAsync(With(operation, name, null));

            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That(problem["errors"]?.AsArray().Select(error => $"{error!["parameter"]} {error["code"]}"), Has.Some.EqualTo($"{name} required"), operation.Id);
        }
    }

    [Test]
    public async Task An_operation_answers_when_only_what_is_required_is_given()
    {
        foreach (var operation in ContractServer.Document.Operations.Where(operation => operation.Method == "get"))
        {
            var request = Without(operation.PrefilledRequest(), IsOptionalIn(operation));

            using var response = await ContractServer.ClientFor(operation.Id).GetAsync(request);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), request);
        }
    }

    [Test]
    public async Task Leaving_a_parameter_out_is_as_giving_its_default()
    {
        foreach (var (operation, parameter) in Of(parameter => parameter["schema"]!["default"] is not null))
        {
            var name = (string)parameter["name"]!;
            var standard = parameter["schema"]!["default"]!.ToString();

            var without = await ContractServer.ClientFor(operation.Id).GetStringAsync(With(operation, name, null));
            var with = await ContractServer.ClientFor(operation.Id).GetStringAsync(With(operation, name, standard));

            var echoed = $"{name}={Uri.EscapeDataString(standard)}";
            foreach (var ampersand in new[] { "&", "\\u0026" })
                with = with.Replace(ampersand + echoed, "", StringComparison.Ordinal);
            Assert.That(ExampleFile.MaskSignatures(with), Is.EqualTo(ExampleFile.MaskSignatures(without)), $"{operation} {name}");
        }
    }

    [Test]
    public async Task A_number_is_taken_within_its_range_and_refused_outside_it()
    {
        foreach (var (operation, parameter) in Of(parameter => parameter["schema"]!["maximum"] is not null))
        {
            var name = (string)parameter["name"]!;
            var (minimum, maximum) = ((int)parameter["schema"]!["minimum"]!, (int)parameter["schema"]!["maximum"]!);

            foreach (var (value, expected) in new[] { (minimum - 1, 400), (minimum, 200), (maximum, 200), (maximum + 1, 400) })
            {
                using var response = await ContractServer.ClientFor(operation.Id).GetAsync(With(operation, name, value.ToString(CultureInfo.InvariantCulture)));
                Assert.That((int)response.StatusCode, Is.EqualTo(expected), $"{operation} {name}={value}");
            }
        }
    }

    [Test]
    public async Task A_listed_value_is_taken_and_another_is_refused_with_the_list()
    {
        foreach (var (operation, parameter) in Of(parameter => parameter["schema"]!["enum"] is not null))
        {
            var name = (string)parameter["name"]!;
            foreach (var value in parameter["schema"]!["enum"]!.AsArray())
            {
                using var taken = await ContractServer.ClientFor(operation.Id).GetAsync(With(operation, name, (string)value!, onlyRequired: true));
                Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{operation} {name}={value}");
            }

            using var refused = await ContractServer.ClientFor(operation.Id).GetAsync(With(operation, name, "another"));
            var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
            Assert.That(problem["errors"]![0]!["allowed"]!.ToJsonString(), Is.EqualTo(parameter["schema"]!["enum"]!.ToJsonString()), $"{operation} {name}");
        }
    }

    [Test]
    public async Task A_text_is_taken_up_to_its_length()
    {
        foreach (var (operation, parameter) in Of(parameter => parameter["schema"]!["maxLength"] is not null))
        {
            var name = (string)parameter["name"]!;
            var length = (int)parameter["schema"]!["maxLength"]!;

            using var taken = await ContractServer.ClientFor(operation.Id).GetAsync(With(operation, name, new string('a', length)));
            using var refused = await ContractServer.ClientFor(operation.Id).GetAsync(With(operation, name, new string('a', length + 1)));

            Assert.That((taken.StatusCode, refused.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.BadRequest)), $"{operation} {name}");
        }
    }

    private static Predicate<string> IsOptionalIn(ServedOperation operation)
    {
        var required = operation.Query.Where(parameter => (bool?)parameter["required"] == true).Select(parameter => (string)parameter["name"]!).ToHashSet(StringComparer.Ordinal);
        return name => !required.Contains(name);
    }

    /// <summary>The request that stands ready, with one parameter changed; null leaves it out.</summary>
    private static string With(ServedOperation operation, string name, string? value, bool onlyRequired = false)
    {
        var isOptional = IsOptionalIn(operation);
        var request = Without(operation.PrefilledRequest(), candidate => candidate == name || (onlyRequired && isOptional(candidate)));
        return value is null ? request : $"{request}{(request.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
    }

    private static string Without(string request, Predicate<string> which)
    {
        var (path, query) = request.Split('?', 2) is [var before, var after] ? (before, after) : (request, "");
        var kept = string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !which(pair.Split('=')[0])));
        return kept.Length == 0 ? path : $"{path}?{kept}";
    }
}
