package io.rollcall.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Field;
import io.rollcall.source.Mapping;
import io.rollcall.source.Source;
import io.rollcall.source.SourceDefinition;
import io.rollcall.source.SourceDefinition.WriteBack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the mapping files say of writing, as the vendors take it. */
class DeviceWritesTests {

    private static final Source IRU = source("iru");
    private static final Source JAMF = source("jamf");
    private static final Map<Field, String> ADA = Map.of(
            Field.USER_ID, "u-1",
            Field.USERNAME, "ada",
            Field.USER_EMAIL, "ada@example.com",
            Field.USER_NAME, "Ada Example");

    private static Source source(String name) {
        var file = Path.of("mappings", name + ".yaml");
        try {
            var definition = SourceDefinition.read(file.toString(), Files.readString(file));
            return new Source(definition, Mapping.of(definition, Clock.systemUTC()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WriteBack of(Source source, String kind) {
        return source.definition()
                .writeBack(Optional.of(kind).filter(text -> !text.isEmpty()))
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void iruIsToldOfNothingByNull() {
        assertThat(DeviceWrites.content(of(IRU, ""), Optional.of("1040"), Optional.of(ADA)))
                .isEqualTo(json("{'asset_tag':'1040','user':'u-1'}"));
        assertThat(DeviceWrites.content(of(IRU, ""), Optional.of(""), Optional.of(Map.of())))
                .isEqualTo(json("{'asset_tag':null,'user':null}"));
        assertThat(DeviceWrites.content(of(IRU, ""), Optional.empty(), Optional.empty()))
                .isEqualTo(json("{}"));
    }

    @Test
    void jamfIsToldOfNothingByAnEmptyTextAndOfAComputersUserInFull() {
        assertThat(DeviceWrites.content(of(JAMF, "computers"), Optional.of("1040"), Optional.of(ADA)))
                .isEqualTo(json("{'general':{'assetTag':'1040'},'userAndLocation':{'username':'ada',"
                        + "'realname':'Ada Example','email':'ada@example.com','position':'','phone':''}}"));
        assertThat(DeviceWrites.content(of(JAMF, "mobile-devices"), Optional.of(""), Optional.of(Map.of())))
                .isEqualTo(json("{'assetTag':'','location':{'username':''}}"));
    }

    @Test
    void readsWhatAnAnswerSaysOfTheDevice() {
        var device = json("{'asset_tag':'1040','user':{'id':'u-1'}}");
        assertThat(DeviceWrites.seen(of(IRU, ""), OutboxProperty.ASSET_TAG, device))
                .contains("1040");
        assertThat(DeviceWrites.seen(of(IRU, ""), OutboxProperty.ASSIGNMENT, device))
                .contains("u-1");
        assertThat(DeviceWrites.seen(of(IRU, ""), OutboxProperty.ASSIGNMENT, json("{'user':''}")))
                .contains("");
        assertThat(DeviceWrites.seen(
                        of(JAMF, "computers"), OutboxProperty.ASSET_TAG, json("{'general':{'assetTag':null}}")))
                .contains("");
        assertThat(DeviceWrites.seen(of(IRU, ""), OutboxProperty.ASSET_TAG, json("null")))
                .isEmpty();
    }

    @Test
    void findsAPersonByTheWholeAddressUnlessTheyHaveLeft() {
        var answer = json("{'results':[{'id':'u-9','email':'not.ada@example.com'},"
                + "{'id':'u-8','email':'ada@example.com','archived':true},"
                + "{'id':'u-1','email':'ADA@example.com','archived':false,'name':'Ada Example'}]}");
        var address = EmailAddress.of("ada@example.com").orElseThrow();

        assertThat(DeviceWrites.person(IRU, answer, address).orElseThrow()).containsEntry(Field.USER_ID, "u-1");
        assertThat(DeviceWrites.person(
                        IRU, answer, EmailAddress.of("eve@example.com").orElseThrow()))
                .isEmpty();
    }

    @Test
    void namesThePermissionThatAChangeNeeds() {
        assertThat(DeviceWrites.remedy(IRU, of(IRU, ""))).contains("\"Update a device\"", "Settings > Access");
        assertThat(DeviceWrites.remedy(JAMF, of(JAMF, "mobile-devices"))).contains("\"Update Mobile Devices\"");
    }
}
