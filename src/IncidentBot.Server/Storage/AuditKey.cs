using System.Security.Cryptography;
using System.Text;
using IncidentBot.Audit;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>The key that links the audit. It lives outside the database, so whoever can edit the one cannot forge the other.</summary>
internal sealed class AuditKey
{
    private readonly AuditOptions options;
    private readonly Lazy<byte[]> key;
    private readonly Lazy<AuditChain> chain;

    public AuditKey(IOptions<AuditOptions> options)
    {
        this.options = options.Value;
        key = new Lazy<byte[]>(Read, LazyThreadSafetyMode.PublicationOnly);
        chain = new Lazy<AuditChain>(() => new AuditChain(key.Value), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <exception cref="StorageSetupException">The key cannot be read, or is no key.</exception>
    public AuditChain Chain => chain.Value;

    /// <summary>A key for something else than the audit. It says nothing about the audit's key or about that for another purpose.</summary>
    /// <exception cref="StorageSetupException">The key cannot be read, or is no key.</exception>
    public byte[] KeyFor(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Value, AuditChain.MinimumKeyBytes, info: Encoding.UTF8.GetBytes(purpose));

    public bool Exists => IsConfigured || File.Exists(options.KeyFile);

    public string Source => IsConfigured ? "Audit:Key" : $"the file {Path.GetFullPath(options.KeyFile)} (Audit:KeyFile)";

    private bool IsConfigured => !string.IsNullOrWhiteSpace(options.Key);

    /// <summary>For a record that is about to begin. Does nothing when there is a key.</summary>
    /// <exception cref="StorageSetupException">The file cannot be written.</exception>
    public void MakeUnlessThere()
    {
        if (!Exists)
        {
            Make();
        }
    }

    private byte[] Read()
    {
        var bytes = new byte[1024];
        if (!Convert.TryFromBase64String(Text().Trim(), bytes, out var length))
        {
            throw new StorageSetupException($"The audit key in {Source} is not base64. `openssl rand -base64 32` makes one.");
        }

        if (length < AuditChain.MinimumKeyBytes)
        {
            throw new StorageSetupException(
                $"The audit key in {Source} has {length} bytes; at least {AuditChain.MinimumKeyBytes} are needed. `openssl rand -base64 32` makes one.");
        }

        return bytes[..length];
    }

    private string Text()
    {
        try
        {
            return IsConfigured ? options.Key! : File.ReadAllText(options.KeyFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageSetupException($"The audit key cannot be read from {Source}: {error.Message}", error);
        }
    }

    private void Make()
    {
        var path = Path.GetFullPath(options.KeyFile);
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            OwnersOnly.MakeFolderOf(path);
            using (var file = new FileStream(draft, OwnersOnly.Settings(FileMode.CreateNew)))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(AuditChain.MinimumKeyBytes)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            // Moved whole: another replica that starts now reads a full key or makes its own, and only one of the two stays.
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageSetupException($"The audit key cannot be written to {path}: {error.Message} Make the folder writable, or set Audit:Key.", error);
        }
    }
}
