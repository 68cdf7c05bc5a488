INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('running', 3074, 'actions', '/RUNNING="[INSTALLFOLDER]workstation.exe"')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('running', 'NOT UPGRADINGPRODUCTCODE', 1501)
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('earlier', 3074, 'actions', '/RUNNING="[EARLIERFOLDER]workstation.exe"')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('earlier', 'EARLIERFOLDER AND NOT UPGRADINGPRODUCTCODE', 1502)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('InstallExecute', 'NOT UPGRADINGPRODUCTCODE', 1503)
UPDATE `InstallExecuteSequence` SET `Sequence` = 1504 WHERE `Action` = 'RemoveExistingProducts'
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('wipe', 3138, 'actions', '/WIPE=1')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('wipe', 'REMOVE="ALL" AND WIPE="1" AND NOT UPGRADINGPRODUCTCODE', 3600)
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('forget', 1090, 'actions', '/FORGET=1')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('forget', 'REMOVE="ALL" AND WIPE="1" AND NOT UPGRADINGPRODUCTCODE', 3601)
UPDATE `Property` SET `Value` = 'WIPE;AUTOSTART;INSTALLFOLDER;EARLIERFOLDER;EARLIERSTART;WINDOWSBUILD;WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED' WHERE `Property` = 'SecureCustomProperties'
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('stay', 51, 'INSTALLFOLDER', '[EARLIERFOLDER]')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('stay', 'NOT INSTALLFOLDER AND (EARLIERFOLDER ~<< ProgramFiles64Folder) AND NOT (EARLIERFOLDER >< "..")', 90)
INSERT INTO `InstallUISequence` (`Action`, `Condition`, `Sequence`) VALUES ('stay', 'NOT INSTALLFOLDER AND (EARLIERFOLDER ~<< ProgramFiles64Folder) AND NOT (EARLIERFOLDER >< "..")', 90)
INSERT INTO `Condition` (`Feature_`, `Level`, `Condition`) VALUES ('atLogon', 1, 'AUTOSTART="1" OR (EARLIERSTART AND NOT (AUTOSTART="0"))')
DELETE FROM `InstallExecuteSequence` WHERE `Action` = 'MigrateFeatureStates'
DELETE FROM `InstallUISequence` WHERE `Action` = 'MigrateFeatureStates'
