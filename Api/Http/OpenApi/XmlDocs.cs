using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Events.Api.Http.OpenApi;

/// <summary>What the code says about its types and members, from the documentation files beside the program.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(Dictionary<string, XElement> members) => _members = members;

    public static XmlDocs Load() => new(new[] { typeof(XmlDocs).Assembly, typeof(Domain.Ledger.Record).Assembly }
        .Select(assembly => Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml"))
        .Where(File.Exists)
        .SelectMany(path => XDocument.Load(path).Descendants("member"))
        // What is generated has the same name in both.
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    public string? Of(Type type) => Text(_members.GetValueOrDefault($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>A view says only what it adds; the rest is said of the record that it shows.</summary>
    public string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        return Of(type, property.Name) ?? (Shown(type) is { } shown ? Of(shown, property.Name) : null);
    }

    private string? Of(Type type, string property) =>
        Text(_members.GetValueOrDefault($"P:{NameOf(type)}.{property}")?.Element("summary"))
        ?? Text(_members.GetValueOrDefault($"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == property));

    private static Type? Shown(Type view) =>
        view.Name.EndsWith("View", StringComparison.Ordinal) ? view.Assembly.GetType($"{view.Namespace}.{view.Name[..^4]}") : null;

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{Regex.Match((see.Attribute("cref") ?? see.Attribute("langword"))!.Value, @"\w+$").Value}`",
            XElement other => other.Value,
            _ => "",
        }));
        return Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
