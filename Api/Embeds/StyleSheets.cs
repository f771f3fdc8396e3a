using System.Security.Cryptography;
using System.Text;

namespace Events.Api.Embeds;

/// <summary>How embedded pages and pictures look, by day and by night.</summary>
/// <remarks>They hold none of the characters that XML would write in another way: then their hash would not be that of what is sent.</remarks>
internal static class StyleSheets
{
    private static readonly string[] Colours = ["2f6db5", "d9772b", "3d8f5f", "b5446e", "7a5cb8", "b8901c", "2f98ab", "8c5a3c", "6b8e23", "8a8f98"];
    private static readonly string[] ColoursAtNight = ["6ba5e8", "f0a060", "6cc493", "e07ba0", "ac92e0", "e0bc4f", "63c4d6", "c08c6a", "a3c455", "8a8f98"];
    private static readonly string[] Shades = ["cfe1f2", "9cc5e4", "5b9fd0", "2a6fae", "0f3f78"];
    private static readonly string[] ShadesAtNight = ["1f3f5f", "2a5f90", "3f86c4", "7ab5e6", "c9e4fb"];

    /// <summary>Of a picture alone.</summary>
    public static readonly string Picture = """
        text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#1d2125;unicode-bidi:plaintext}
        .title{font-size:18px;font-weight:600}.axis,.note{fill:#5b6470}.end{text-anchor:end}.middle{text-anchor:middle}
        .grid,.base{stroke:#e3e6ea;fill:none}.base{stroke:#8a929c}.hint{fill:none;pointer-events:all}.line{fill:none;stroke-width:2;stroke-linejoin:round}
        .land{fill:#e6e4df;stroke:#fff;stroke-width:4}.paper{fill:#fff}
        """.ReplaceLineEndings("") + Fills(Colours, Shades) + "@media (prefers-color-scheme:dark){text{fill:#e8eaed}.axis,.note{fill:#a3abb5}.grid{stroke:#33383e}.base{stroke:#7c848e}.land{fill:#34383d;stroke:#16181b}.paper{fill:#16181b}"
        + Fills(ColoursAtNight, ShadesAtNight) + "}";

    /// <summary>Of a page.</summary>
    public static readonly string Page = """
        :root{color-scheme:light dark}
        body{margin:0;padding:12px;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1d2125;background:#fff;overflow-wrap:anywhere}
        h1{font-size:18px;line-height:1.3;margin:0 0 2px}p{margin:0 0 8px}figure{margin:8px 0}figure svg{display:block;width:100%;height:auto}
        .summary,.note,footer{color:#5b6470}.note,footer,.legend{font-size:13px}
        .legend{display:flex;flex-wrap:wrap;gap:2px 14px;list-style:none;margin:6px 0 0;padding:0}.legend svg{display:inline;width:11px;height:11px;margin-right:5px;vertical-align:-1px}
        .narrow{display:none}@media (max-width:520px){.wide{display:none}.narrow{display:block}}
        summary{cursor:pointer;font-size:13px}.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;margin:6px 0;width:100%}
        th,td{padding:4px 10px 4px 0;text-align:start;vertical-align:top;border-bottom:1px solid #e3e6ea;overflow-wrap:normal}td.word{overflow-wrap:anywhere;min-width:6em}td.lead{overflow-wrap:anywhere;min-width:12em;width:45%}th{font-weight:600;color:#5b6470}
        .number{text-align:end;font-variant-numeric:tabular-nums}.first{min-width:6em}a{color:#1f5fa8}
        """.ReplaceLineEndings("") + "@media (prefers-color-scheme:dark){body{color:#e8eaed;background:#16181b}.summary,.note,footer,th{color:#a3abb5}th,td{border-color:#33383e}a{color:#8ab8f0}}" + Picture;

    /// <summary>Lets a page have its own styles and nothing else, and be framed by anyone.</summary>
    public static readonly string PagePolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Page)))}'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    /// <summary>The same of a picture.</summary>
    public const string PicturePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    private static string Fills(string[] colours, string[] shades) =>
        string.Concat(colours.Select((colour, i) => $".c{i}{{fill:#{colour}}}.l{i}{{stroke:#{colour}}}")) + string.Concat(shades.Select((shade, i) => $".s{i}{{fill:#{shade}}}"));
}
