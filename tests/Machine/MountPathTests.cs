using Kernward.Machine;

namespace Kernward.Tests.Machine;

public sealed class MountPathTests
{
    [Theory]
    [InlineData("/plain", "/plain")]
    [InlineData("/my\\040disk", "/my disk")]
    [InlineData("/tab\\011and\\134backslash", "/tab\tand\\backslash")]
    [InlineData("/\\134040", "/\\040")]
    [InlineData("/end\\04", "/end\\04")]
    [InlineData("/not\\999octal", "/not\\999octal")]
    public void Undoes_escapes_once(string escaped, string plain) => Assert.Equal(plain, MountPath.Unescape(escaped));
}
