using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Events.Domain.Access;

/// <summary>A key as its holder has it: <c>evk_ID_SECRET</c>. Only a hash of it is kept.</summary>
public sealed record ApiKeyText(string Id, string Secret)
{
    private const string Prefix = "evk_";

    /// <summary>A new key from 8 random bytes for its id and 32 for its secret.</summary>
    public static ApiKeyText Of(ReadOnlySpan<byte> id, ReadOnlySpan<byte> secret) =>
        new(Convert.ToHexStringLower(id), Base64Url.EncodeToString(secret));

    /// <summary>Null when the text is no key.</summary>
    public static ApiKeyText? Parse(string text)
    {
        if (text.Length > 200 || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var separator = text.IndexOf('_', Prefix.Length);
        return separator < 0 ? null : new ApiKeyText(text[Prefix.Length..separator], text[(separator + 1)..]);
    }

    /// <summary>The secret has 256 random bits, so that a fast hash is enough.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(ToString()));

    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
